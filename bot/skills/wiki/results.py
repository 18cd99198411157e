"""What came of what the wiki was given, and of looking there."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import texts
from bot.context import Context, Languages, Turn, merge
from bot.model.outbox import Errand, Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Noted, Place
from bot.model.session import Session
from bot.model.wiki import INDEX, WIKI, Page, Standing, WikiPages
from bot.model.words import LANGUAGES, Language, Phrase
from bot.posts import Note, to_space
from bot.skills.wiki import card, updating

Facts = Mapping[str, Any]
GAVE_UP = f"{WIKI}.gave_up"
OF_ALL_PAGES = frozenset(
    {
        GAVE_UP,
        f"{WIKI}.not_let_in",
        f"{WIKI}.not_allowed",
        f"{WIKI}.blocked",
        f"{WIKI}.no_wiki",
    }
)


def heard(turn: Turn) -> Outcome:
    """What follows: the page kept as it is there, the next change, or word to the team."""
    sending = turn.context.view.get(Sending, turn.result.key)
    if sending is None or not isinstance(sending.content, Errand):
        return Outcome()
    if sending.content.verb == "look":
        return _looked(turn, sending, sending.content.facts)
    return _published(turn, sending)


def _published(turn: Turn, sending: Sending) -> Outcome:
    _, session, which, _ = sending.key.split("/")
    record = turn.context.view.get(WikiPages, session)
    language: Language = "fr" if which == "fr" else "en"
    if record is None or updating.key_of(record, language) != sending.key:
        return Outcome()
    found = _found(turn.result.facts)
    if "refused" in found:
        return _refused(turn.context, record, language, found)
    return _written(turn.context, record, language, str(found["address"]))


def _found(receipt: Mapping[str, str]) -> Facts:
    """What was found; without a receipt, the wiki took nothing for too long."""
    if "found" not in receipt:
        return {"refused": GAVE_UP, "facts": {}}
    found: Facts = json.loads(receipt["found"])
    return found


def _refused(context: Context, record: WikiPages, language: Language, found: Facts) -> Outcome:
    """The page as it stands, and what a person can do about it."""
    facts = {name: value for name, value in found["facts"].items() if name != "theirs"}
    page = replace(
        record.page(language),
        problem=str(found["refused"]),
        problem_facts=facts,
        theirs=str(found["facts"].get("theirs", "")),
    )
    kept = record.with_(language, page).changed()
    chosen = (_waiting(context, kept, language),) if page.problem in card.TO_DECIDE else ()
    if _was_told(context, page.problem):
        return Outcome(saves=(kept,))
    return Outcome(saves=(kept, *chosen), sends=card.problem_told(context, kept, language))


def _was_told(context: Context, problem: str) -> bool:
    """Whether the team heard already, of another page, what is the matter with all of them."""
    if problem not in OF_ALL_PAGES:
        return False
    out = context.view.find(WikiPages, "standing_", Standing.OUT.value)
    index = context.view.get(WikiPages, INDEX)
    records = [*out, index] if index is not None else out
    return any(record.page(each).problem == problem for record in records for each in LANGUAGES)


def _waiting(context: Context, record: WikiPages, language: Language) -> Any:
    """The card to choose on, so that it may be answered in words in the team's space."""
    waits_with = card.waiting(context, record).waits_with
    named = (*card.named(context, record), record.page(language).title)
    return replace(card.of_page(context, record, language), waits_with=waits_with, names=named)


def _written(context: Context, record: WikiPages, language: Language, address: str) -> Outcome:
    page = record.page(language)
    first = not page.address
    now = replace(page, block=page.sent, address=address, at=context.now)
    kept = record.with_(language, now).changed()
    noted = () if first or record.session == INDEX else (_noted(context, kept, language),)
    outcome = merge(Outcome(saves=(kept, *noted)), _announced(context, kept))
    # Facts that changed while the page was on its way follow at once.
    session = context.view.get(Session, kept.session)
    last = next(each for each in reversed(outcome.saves) if isinstance(each, WikiPages))
    if session is None or last.words is None:
        return outcome
    update = updating.brought_up(context, last, session)
    return merge(outcome, update) if update.sends else outcome


def _noted(context: Context, record: WikiPages, language: Language) -> Noted:
    """What the team reads in the morning."""
    key = f"noted/{updating.key_of(record, language)}"
    return Noted(
        id=key, at=context.now, who="", what="wiki.updated", about=f"session/{record.session}"
    )


def _announced(context: Context, record: WikiPages) -> Outcome:
    """Word to the team, once, of where the pages are, when both are there."""
    both = [record.page(each) for each in LANGUAGES]
    there = all(page.address and not page.on_its_way and not page.problem for page in both)
    session = context.view.get(Session, record.session)
    if record.announced or not there or session is None:
        return Outcome()
    facts = {"session": session, "english": record.en.address, "french": record.fr.address}
    words = Phrase(f"{WIKI}.out", facts)
    note = Note(
        f"{WIKI}/{record.session}/out/{record.version}",
        words,
        words,
        words,
        f"session/{session.id}",
    )
    return Outcome(saves=(record.changed(announced=True),), sends=to_space(context, note))


def _looked(turn: Turn, sending: Sending, facts: Facts) -> Outcome:
    """What was seen on the wiki, said where it was asked."""
    languages: Languages = tuple(facts["languages"])
    found = _found(turn.result.facts)
    lines = [*_seen(turn.context, facts, found)]
    text = texts.join(
        ["\n".join(texts.render(each, which) for each in lines) for which in languages]
    )
    place = Place(*facts["place"])
    said = Sending(
        key=f"{sending.key}/found",
        door=place.channel,
        to=place.room,
        content=Message(text),
        created=turn.context.now,
    )
    return Outcome(sends=(said,))


def _seen(context: Context, facts: Facts, found: Facts) -> list[Phrase]:
    if found.get("refused") == GAVE_UP:
        return [Phrase(f"{WIKI}.look_failed")]
    if "refused" in found:
        return [Phrase(str(found["refused"]), found["facts"])]
    states = found["pages"]
    return [
        _line(context, str(session), language, state)
        for (session, language), state in zip(facts["of"], states, strict=True)
    ]


def _line(context: Context, session: str, language: Language, state: Facts) -> Phrase:
    record = context.view.get(WikiPages, session)
    page = record.page(language) if record else Page()
    facts = {"title": page.title, "at": page.at, "by": state.get("by", "")}
    if record is not None and page.problem:
        return Phrase(f"{WIKI}.look_problem", {**facts, "what": card.what(context, record, page)})
    if page.on_its_way:
        return Phrase(f"{WIKI}.look_on_its_way", facts)
    return Phrase(f"{WIKI}.look_{state['state']}", facts)
