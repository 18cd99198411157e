"""A new series: from a rule to its sessions."""

import re
from dataclasses import replace
from typing import Any

from bot.context import CARD_LIFE, Turn, merge
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.theme import Series
from bot.model.words import Both, Phrase
from bot.planning import choosing, said
from bot.planning.drafts import USUAL_MINUTES, noted, numbered
from bot.planning.form import minutes_in
from bot.planning.moment import Moment, restored
from bot.planning.recurring import Planned, count_in, occurrences, planned
from bot.planning.titles import second_title, titled
from bot.understanding.dates.words import NUMBERS

NAME = "series"
MOST = 52
SECOND_TITLE = "second_title"
settled = choosing.settled


def create(turn: Turn) -> Outcome:
    """Every date of the series with what speaks against it, to press; or what must be asked."""
    if turn.filled == SECOND_TITLE:
        return _second_title(turn)
    turn = _with_rule(said.with_zone(turn))
    first = said.moment_said(turn)
    rule = str(turn.slots.get("rrule", ""))
    if isinstance(first, Phrase):
        return turn.ask("when", first.key, **first.facts)
    if first is None or not rule:
        return turn.ask("when", f"{NAME}.when")
    return _of_rule(turn, rule, first)


def _of_rule(turn: Turn, rule: str, first: Moment) -> Outcome:
    """The dates of the rule, to press; or the question how many there are."""
    count = _count(turn, rule)
    minutes = minutes_in(str(turn.slots.get("duration_min", USUAL_MINUTES)))
    if count is None:
        return turn.ask("count", f"{NAME}.count")
    if not 1 <= count <= MOST:
        return turn.ask("count", f"{NAME}.too_many", most=MOST)
    if minutes is None:
        return turn.say("planning.bad_minutes")
    skipped = frozenset(map(str, turn.slots.get("skip", ())))
    moments = occurrences(rule, first, count, skipped)
    return _preview(turn, planned(turn.context, moments, minutes), _facts(turn, rule, minutes))


def _with_rule(turn: Turn) -> Turn:
    """The turn with the rule, where it is the answer to the question for it."""
    if turn.filled != "when" or turn.when is None or not turn.when.rrule:
        return turn
    return replace(turn, slots={**turn.slots, "rrule": turn.when.rrule})


def _count(turn: Turn, rule: str) -> int | None:
    """How many sessions, in figures or in words; None if that is not said."""
    typed = str(turn.slots.get("count", ""))
    for word in re.findall(r"\w+", typed.casefold()):
        if word.isdecimal() and len(word) < 5:
            return int(word)
        if len(word) > 2 and word in NUMBERS:
            return NUMBERS[word]
    return count_in(rule)


def _facts(turn: Turn, rule: str, minutes: int) -> dict[str, Any]:
    """What the card keeps of the series; without a title, it has the team's name."""
    typed = str(turn.slots.get("title", ""))
    title = titled(turn, typed) if typed else turn.context.team.name
    return {"rule": rule, "minutes": minutes, "title_en": title.en, "title_fr": title.fr}


def _preview(turn: Turn, plan: list[Planned], facts: dict[str, Any]) -> Outcome:
    better = [each.better or each.moment for each in plan]
    buttons = ["go", "stop"]
    if any(each.better for each in plan):
        buttons.insert(1, "go_suggested")
    card = Card(
        ref=turn.context.id_for("card/series"),
        skill=NAME,
        buttons=tuple(buttons),
        person=turn.address,
        facts={
            **facts,
            "moments": [each.moment.row for each in plan],
            "better": [each.row for each in better],
        },
        until=turn.context.now + CARD_LIFE,
    )
    title = Both(facts["title_en"], facts["title_fr"])
    blanks = {"title": title, "plan": plan, "minutes": facts["minutes"]}
    shown = Phrase(f"{NAME}.preview", blanks)
    labels = [choosing.named(turn, button) for button in buttons]
    return choosing.put(turn, choosing.Choice(card, shown, labels))


def go(turn: Turn) -> Outcome:
    """The sessions, on the dates of the rule."""
    return _made(turn, "moments")


def go_suggested(turn: Turn) -> Outcome:
    """The sessions, on the days suggested where something speaks against the rule's."""
    return _made(turn, "better")


def _made(turn: Turn, which: str) -> Outcome:
    """The series and its sessions, as drafts; the question for the title it lacks."""
    card = choosing.card_of(turn)
    moments = sorted((restored(row) for row in card.facts[which]), key=lambda each: each.starts)
    if any(each.starts <= turn.context.now for each in moments):
        return turn.say(f"{NAME}.too_late")
    counter, last = turn.context.next("series"), turn.context.next("session")
    ids, last = numbered(last, len(moments))
    title = Both(card.facts["title_en"], card.facts["title_fr"])
    series = Series(
        id=str(counter.last),
        title=title,
        rule=str(card.facts["rule"]),
        sessions=tuple(ids),
        created=turn.context.now,
    )
    made = [_session(turn, series, place, moment) for place, moment in enumerate(moments, start=1)]
    digest = noted(turn, "series.created", f"series/{series.id}")
    saves = Outcome(saves=(counter, last, series, *made, digest))
    return settled(turn, merge(saves, _next_step(turn, series)))


def _session(turn: Turn, series: Series, place: int, moment: Moment) -> Session:
    return Session(
        id=series.sessions[place - 1],
        title=series.title,
        **moment.fields,
        minutes=int(choosing.card_of(turn).facts["minutes"]),
        series=series.id,
        position=place,
        created=turn.context.now,
        created_by=turn.address,
    )


def _next_step(turn: Turn, series: Series) -> Outcome:
    facts = {"series": series, "missing": series.title.missing}
    if series.title.missing is None:
        return turn.say(f"{NAME}.created", **facts)
    waiting = replace(turn, intent="series.create", slots={"series": series.id})
    return waiting.ask(SECOND_TITLE, f"{NAME}.created", **facts)


def _second_title(turn: Turn) -> Outcome:
    """The title in the language that was missing, for the series and the sessions that bear it."""
    view = turn.context.view
    series = view.get(Series, str(turn.slots["series"]))
    missing = series.title.missing if series else None
    if series is None or missing is None:
        return turn.say("turn.not_understood")
    title = second_title(turn, series.title, missing, str(turn.slots[SECOND_TITLE]))
    bearing = [e for e in view.find(Session, "series", series.id) if e.title == series.title]
    saves = (replace(series, title=title), *(each.changed(title=title) for each in bearing))
    return merge(Outcome(saves=saves), turn.say(f"{NAME}.titled", series=series, title=title))
