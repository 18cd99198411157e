"""“is the wiki up to date?” / « est-ce que le wiki est à jour? »."""

from datetime import timedelta

from bot import sessions
from bot.context import Turn
from bot.model.outbox import PROGRESS, Errand, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.session import Session
from bot.model.wiki import INDEX, WIKI, Standing, WikiPages
from bot.model.words import LANGUAGES
from bot.planning.sequels import placed
from bot.skills.wiki import asking

PATIENCE = timedelta(minutes=5)
MOST = 6
"""Sessions that are looked up at once, the latest of them."""


def status(turn: Turn) -> Outcome:
    """The promise to look; what is seen follows by itself, in the same place."""
    if not turn.context.setup.wiki.writes:
        return turn.say(f"{WIKI}.no_access")
    found = _records(turn)
    if isinstance(found, Outcome):
        return found
    if not found:
        return turn.say(f"{WIKI}.none")
    waiting = [turn.context.view.get(Session, each.session) for each in found if each.asked]
    words = [turn.words(f"{WIKI}.look_words", session=each) for each in waiting]
    text = "\n".join([turn.words(f"{WIKI}.looking"), *words])
    return Outcome(answer=Answer(text), sends=(_look(turn, found),))


def _records(turn: Turn) -> list[WikiPages] | Outcome:
    """The pages of the session that is named; else those of the latest sessions, and the lists."""
    view = turn.context.view
    if turn.slots.get("session") or turn.slots.get("position"):
        session = sessions.meant(placed(turn))
        if isinstance(session, Outcome):
            return session
        record = asking.known(turn, session)
        if record.words is None:
            return turn.say(f"{WIKI}.not_out", session=session)
        return [record]
    out = list(view.find(WikiPages, "standing_", Standing.OUT.value))[-MOST:]
    index = view.get(WikiPages, INDEX)
    return [*out, index] if index is not None and out else out


def _look(turn: Turn, records: list[WikiPages]) -> Sending:
    context, place = turn.context, turn.incoming.place
    named = [(record, language) for record in records for language in LANGUAGES]
    pages = [record.page(language) for record, language in named]
    facts = {
        "of": [[record.session, language] for record, language in named],
        "pages": [[page.title, page.block] for page in pages],
        "place": [place.channel, place.room],
        "languages": list(turn.languages),
    }
    return Sending(
        key=f"{PROGRESS}{WIKI}/look/{context.id_for('look')}",
        door=WIKI,
        to="look",
        content=Errand("look", facts),
        created=context.now,
        expires=context.now + PATIENCE,
        then=WIKI,
    )
