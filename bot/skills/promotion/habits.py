"""What the team settles of approvals: managers, the director and their office, who is away."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import cards
from bot import workdays
from bot.context import CARD_LIFE, Turn, merge
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.people import Contact, Team
from bot.model.promotion import Absence, PromotionHabits
from bot.model.words import Phrase
from bot.planning.choosing import settled
from bot.planning.drafts import noted
from bot.promoting import plan
from bot.promoting.telling import person
from bot.skills.promotion.choosing import NAME
from bot.texts.moments import local

SETTINGS = ("director", "office", "by_us", "managers")
AWAY = ("absent", "until", "stand_in")
MOST = 20


def settings(turn: Turn) -> Outcome:
    """The card with the addresses that approvals need."""
    habits = plan.habits(turn.context)
    values = {
        "director": turn.context.team.director,
        "office": habits.office,
        "by_us": ", ".join(habits.by_us),
        "managers": ", ".join(habits.managers),
    }
    away = [each for each in habits.absences if each.until > turn.context.now]
    rows = [
        {"who": person(turn.context, each.who), "until": each.until - timedelta(minutes=1),
         "stand_in": person(turn.context, each.stand_in)}
        for each in away
    ]  # fmt: skip
    facts = {"approvers": [person(turn.context, e) for e in turn.context.team.approvers]}
    return _form(turn, "settings", values, Phrase(f"{NAME}.settings", {**facts, "away": rows}))


def away(turn: Turn) -> Outcome:
    """The card on which an absence is filled in, with what was said of it."""
    when, named = str(turn.slots.get("when", "")), str(turn.slots.get("person", ""))
    values = {
        "absent": named if "@" in named else turn.address,
        "until": when[:10],
        "stand_in": "",
    }
    return _form(turn, "away", values, Phrase(f"{NAME}.away"))


def _form(turn: Turn, form: str, values: Mapping[str, str], said: Phrase) -> Outcome:
    kept = Card(
        ref=turn.context.id_for(f"card/{form}"),
        skill=NAME,
        buttons=("save",),
        inputs=SETTINGS if form == "settings" else AWAY,
        person=turn.address,
        facts={"form": form},
        until=turn.context.now + CARD_LIFE,
    )
    facts = {"said": turn.words(said.key, **said.facts), "form": form, "values": values}
    drawn = cards.render("promotion_settings", kept.ref, turn.languages, facts)
    return turn.offer(kept, drawn, said)


def save(turn: Turn) -> Outcome:
    """What was filled in; what is wrong is said on the card, which keeps what was typed."""
    form = str(turn.card.facts["form"]) if turn.card else ""
    names = SETTINGS if form == "settings" else AWAY
    fields = {name: " ".join(turn.press.fields.get(name, "").split()) for name in names}
    try:
        habits = _settled(turn, fields) if form == "settings" else _absent(turn, fields)
        team = _directed(turn, fields) if form == "settings" else turn.context.team
    except Refusal as refusal:
        return _form(turn, form, fields, Phrase(refusal.key, refusal.facts))
    audit = noted(turn, f"promo.{form}", "team")
    changed = () if team == turn.context.team else (team,)
    said = _said(turn, habits, team.director if form == "settings" else None)
    return settled(turn, merge(Outcome(saves=(habits, *changed, audit)), said))


def _said(turn: Turn, habits: PromotionHabits, director: str | None) -> Outcome:
    if director is not None:
        return turn.say(f"{NAME}.settings_saved", habits=habits, director=director)
    last = habits.absences[-1]
    facts = {"who": person(turn.context, last.who), "until": last.until - timedelta(minutes=1)}
    return turn.say(f"{NAME}.away_saved", **facts, stand_in=person(turn.context, last.stand_in))


def _settled(turn: Turn, fields: Mapping[str, str]) -> PromotionHabits:
    return plan.habits(turn.context).changed(
        office=_address(fields["office"]),
        by_us=_addresses(fields["by_us"]),
        managers=_addresses(fields["managers"]),
    )


def _directed(turn: Turn, fields: Mapping[str, str]) -> Team:
    """The team with the director that was filled in."""
    director = _address(fields["director"])
    team = turn.context.team
    same = director == team.director
    return team if same else replace(team, director=director, version=team.version + 1)


def _address(typed: str) -> str:
    return mailbox(typed) if typed else ""


def _addresses(typed: str) -> tuple[str, ...]:
    """The addresses, each once. Raises Refusal for one that is none, or for too many."""
    found = dict.fromkeys(mailbox(e) for e in typed.replace(",", " ").replace(";", " ").split())
    if len(found) > MOST:
        raise Refusal(f"{NAME}.too_many", most=MOST)
    return tuple(found)


def _absent(turn: Turn, fields: Mapping[str, str]) -> PromotionHabits:
    """The habits with this absence in the place of an earlier one of the same person."""
    who, stand_in = _who(turn, fields["absent"]), _who(turn, fields["stand_in"])
    until = _end_of(turn, fields["until"])
    if not who:
        raise Refusal(f"{NAME}.who_is_away")
    if stand_in == who:
        raise Refusal(f"{NAME}.stands_in_alone")
    habits = plan.habits(turn.context)
    others = tuple(e for e in habits.absences if e.who != who and e.until > turn.context.now)
    return habits.changed(absences=(*others, Absence(who, until, stand_in)))


def _who(turn: Turn, typed: str) -> str:
    if not typed or "@" in typed:
        return _address(typed)
    known = turn.context.view.find(Contact, "folded", typed.casefold())
    if len(known) != 1:
        raise Refusal(f"{NAME}.who", named=typed)
    return known[0].address


def _end_of(turn: Turn, typed: str) -> datetime:
    """The end of the day that was filled in. Raises Refusal for none, or one that is past."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Refusal(f"{NAME}.until_when") from None
    if day < local(turn.context.now).date():
        raise Refusal(f"{NAME}.until_when")
    return workdays.instant(day + timedelta(days=1), time(0))
