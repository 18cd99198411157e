"""The draft, read, changed and found right; nobody but the team sees it before."""

from collections.abc import Iterator
from dataclasses import replace

import cards
from bot import sessions
from bot.afterwards import discussion
from bot.afterwards.lines import Line, together
from bot.context import CARD_LIFE, Handler, Turn, merge, undoable
from bot.describing.typography import typeset
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.halves import Half, HalfState
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session
from bot.model.summary import LONGEST, SKILL, Summary
from bot.model.words import LANGUAGES, Language, Phrase
from bot.planning.drafts import noted
from bot.skills.summary.showing import on_card, whole


def draft(turn: Turn) -> Outcome:
    """The summary with what can be done about it; of the last session, if none is named."""
    session = over(turn)
    if isinstance(session, Outcome):
        return session
    return shown(turn, session, discussion.summary_of(turn.context, session))


def over(turn: Turn) -> Session | Outcome:
    """The session that is meant, of which there is something to sum up; else the last one."""
    found = sessions.meant(turn) if turn.slots.get("session") else _last(turn)
    if isinstance(found, Session) and found.starts > turn.context.now:
        raise Refusal(f"{SKILL}.not_yet", session=found)
    if isinstance(found, Session) and found.phase is Phase.CANCELLED:
        raise Refusal(f"{SKILL}.cancelled", session=found)
    return found


def _last(turn: Turn) -> Session | Outcome:
    past = sessions.past(turn)
    return past[0] if past else sessions.meant(turn)


def shown(turn: Turn, session: Session, summary: Summary) -> Outcome:
    """Both halves on a card, with the numbers, the questions and what to beware of."""
    drafts = [
        f"reviewed_{language}"
        for language in LANGUAGES
        if summary.state(language) in (HalfState.DRAFT, HalfState.STALE)
        and summary.half(language).by != turn.address
    ]
    card = Card(
        ref=turn.context.id_for(f"card/{SKILL}"),
        skill=SKILL,
        buttons=("save", *drafts),
        inputs=("text_en", "text_fr"),
        person=turn.address,
        about=f"session/{session.id}",
        version=summary.version,
        facts={"session": session.id, "en": summary.en.text, "fr": summary.fr.text},
        until=turn.context.now + CARD_LIFE,
    )
    drawn = {
        "said": _in(turn, on_card(turn.context, session, summary)),
        "fields": [
            (
                f"text_{language}",
                turn.words(f"{SKILL}.field_{language}"),
                summary.half(language).text,
            )
            for language in LANGUAGES
        ],
        "most": LONGEST,
        "buttons": card.buttons,
    }
    rendered = cards.render("description", card.ref, turn.languages, drawn)
    return turn.offer(card, rendered, _words(turn, session, summary))


def _words(turn: Turn, session: Session, summary: Summary) -> Phrase:
    return Phrase(f"{SKILL}.lines", {"lines": together(whole(turn.context, session, summary))})


def _in(turn: Turn, phrases: Iterator[Line]) -> str:
    return turn.words(f"{SKILL}.lines", lines=together(phrases))


def save(turn: Turn) -> Outcome:
    """The halves that were changed on the card, unless somebody else changed them meanwhile."""
    card, session = turn.shown_card, _session(turn)
    before = after = discussion.summary_of(turn.context, session)
    for language in LANGUAGES:
        text = _checked(turn.press.fields.get(f"text_{language}", ""), language)
        if not text or text == card.facts[language]:
            continue
        if before.half(language).text not in (card.facts[language], text):
            told = turn.say(f"{SKILL}.changed_meanwhile", session=session)
            return replace(shown(turn, session, before), answer=told.answer)
        half = Half(text=text, written="person", by=turn.address, at=turn.context.now)
        after = after.put(language, half)
    if after == before:
        return turn.say(f"{SKILL}.unchanged", session=session)
    return _kept(turn, session, before, after.at_version(before.version + 1))


def _checked(typed: str, language: Language) -> str:
    text = typeset(typed.strip(), language)
    if len(text) > LONGEST:
        raise Refusal("description.too_long", count=len(text), most=LONGEST)
    return text


def _kept(turn: Turn, session: Session, before: Summary, after: Summary) -> Outcome:
    undo = undoable(turn, turn.words(f"{SKILL}.undo", session=session), (before, after))
    audit = noted(turn, "summary.edited", f"session/{session.id}")
    return merge(Outcome(saves=(after, undo, audit)), shown(turn, session, after))


def reviewed(language: Language) -> Handler:
    """The handler of the button by which a half is found right."""

    def handle(turn: Turn) -> Outcome:
        """The half as the card showed it; another text is to be read first."""
        session = _session(turn)
        before = discussion.summary_of(turn.context, session)
        half = before.half(language)
        if half.text != turn.shown_card.facts[language] or not half.text:
            return shown(turn, session, before)
        if half.by == turn.address:
            raise Refusal(f"{SKILL}.own", session=session, side=language)
        return _found_right(turn, session, before, language)

    return handle


def _found_right(turn: Turn, session: Session, before: Summary, language: Language) -> Outcome:
    after = before.reviewed(language, turn.address).at_version(before.version + 1)
    missing = next((e for e in LANGUAGES if after.state(e) is not HalfState.REVIEWED), None)
    facts = {
        "session": session,
        "side": language,
        "missing": missing or "",
        "state": after.state(missing).value if missing else "",
        "link": f"{turn.context.setup.public_url}/s/{session.id}",
    }
    undo = undoable(turn, turn.words(f"{SKILL}.undo_review", session=session), (before, after))
    saves = (after, undo, noted(turn, "summary.reviewed", f"session/{session.id}"))
    return merge(Outcome(saves=saves), turn.say(f"{SKILL}.reviewed", **facts))


def show(turn: Turn) -> Outcome:
    """How the summary of the card stands, in words, changing nothing."""
    session = _session(turn)
    said = _words(turn, session, discussion.summary_of(turn.context, session))
    return turn.say(said.key, **said.facts)


def _session(turn: Turn) -> Session:
    return sessions.of_card(turn.context, str(turn.shown_card.facts["session"]))
