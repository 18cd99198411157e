"""“add kim@example.org as organiser” / « l'heure par défaut est 13 h »: what the team settles."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot import texts, understanding
from bot.context import ORGANISERS, Heard, Skill, Turn, undoable
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.people import Noted, QuietPeriod, Team
from bot.model.words import Language, Phrase, other
from bot.planning.choosing import card_of, settled
from bot.skills.team_settings import form
from bot.skills.team_settings.form import HOUR, WEEKDAY

LONGEST = 200
SPOKEN = frozenset({"default_hour", "default_day", "quiet_hours", "quiet_period"})
HOURS = re.compile(r"(?P<first>\d\d:\d\d)-(?P<last>\d\d:\d\d)")
PERIOD = re.compile(r"(?P<first>\d{4}-\d\d-\d\d)/(?P<last>\d{4}-\d\d-\d\d)")


def show(turn: Turn) -> Outcome:
    """All that is settled, with a card to change it."""
    return form.offered(turn, _all(turn))


def tell(turn: Turn) -> Outcome:
    """All that is settled, in words."""
    settled_now = _all(turn)
    return turn.say(settled_now.key, **settled_now.facts)


def _all(turn: Turn) -> Phrase:
    team = turn.context.team
    facts = {
        "team": team,
        "director": form.called(turn, team.director),
        "organisers": sorted(turn.context.organisers),
    }
    return Phrase("team_settings.all", facts)


def set_(turn: Turn) -> Outcome:
    """Change one thing, say it, and let it be taken back."""
    setting, value = str(turn.slots["setting"]), _value(turn)
    if not value:
        return _asked_for(turn, setting)
    if len(value) > LONGEST:
        raise Refusal("turn.too_long")
    change = CHANGES[setting]
    before = turn.context.team
    after = change(turn, before, value)
    if after == before:
        return turn.say("team_settings.same")
    after = replace(after, version=before.version + 1)
    said = turn.words(
        f"team_settings.changed_{setting}",
        team=after,
        director=form.called(turn, after.director),
        value=value,
        removed=bool(turn.slots.get("remove")),
    )
    return _asked_in_the_other(turn, setting, after) or _kept(turn, before, after, said)


def _value(turn: Turn) -> str:
    """The value that was said; a moment alone is read as the sentence it stands for."""
    typed, setting = str(turn.slots.get("value", "")).strip(), turn.slots["setting"]
    if turn.filled != "value" or setting not in SPOKEN:
        return typed
    sentence = texts.render(
        Phrase(f"team_settings.saying_{setting}", {"value": typed}), turn.language
    )
    meaning = understanding.understand(sentence, "organiser", turn.context.now)
    same = meaning.slots.get("setting") == setting
    return str(meaning.slots.get("value", typed)) if same else typed


def _asked_for(turn: Turn, setting: str) -> Outcome:
    """The question for a value: on the card of all settings, where it has a field there."""
    key = f"team_settings.which_{setting}"
    if setting in form.SAID_OF.values():
        return form.offered(turn, Phrase(key))
    return turn.ask("value", key)


def save(turn: Turn) -> Outcome:
    """What was changed on the card, said and undoable."""
    if card_of(turn).done:
        return tell(turn)
    before, filled = turn.context.team, form.filled_in(turn)
    if filled.overtaken:
        return settled(turn, form.offered(turn, Phrase("team_settings.meanwhile")))
    if filled.team == before:
        return settled(turn, turn.say("team_settings.same"))
    after = replace(filled.team, version=before.version + 1)
    facts = {"team": after, "director": form.called(turn, after.director)}
    said = [turn.words(f"team_settings.changed_{each}", **facts) for each in filled.changed]
    return settled(turn, _kept(turn, before, after, " ".join(said)))


def _kept(turn: Turn, before: Team, after: Team, said: str) -> Outcome:
    noted = Noted(
        id=turn.context.id_for("noted"), at=turn.context.now, who=turn.address, what="team.changed"
    )
    answer = turn.reply("team_settings.done", said=said)
    return Outcome(saves=(after, noted, undoable(turn, said, (before, after))), answer=answer)


def _asked_in_the_other(turn: Turn, setting: str, after: Team) -> Outcome | None:
    """The question for the other language, where words are for everybody and one side was typed."""
    if setting not in ("signature", "name") or turn.slots.get("second"):
        return None
    missing = other(_language(turn))
    slots = {"setting": setting, "language": missing, "second": True}
    asked = replace(turn, slots=slots).ask("value", f"team_settings.in_{missing}")
    return Outcome(saves=(after, *asked.saves), answer=asked.answer)


def _language(turn: Turn) -> Language:
    said = turn.slots.get("language")
    return "fr" if said == "fr" else "en" if said == "en" else turn.language


def _organiser(turn: Turn, team: Team, value: str) -> Team:
    address = form.address_of(turn, value)
    if not turn.slots.get("remove"):
        known = address in turn.context.organisers
        return team if known else replace(team, organisers=(*team.organisers, address))
    if address in turn.context.setup.organisers:
        raise Refusal("team_settings.set_outside", address=address)
    if turn.context.organisers == {address}:
        raise Refusal("team_settings.last_organiser")
    return replace(team, organisers=tuple(e for e in team.organisers if e != address))


def _approver(turn: Turn, team: Team, value: str) -> Team:
    address = form.address_of(turn, value)
    rest = tuple(each for each in team.approvers if each != address)
    return replace(team, approvers=rest if turn.slots.get("remove") else (*rest, address))


def _director(turn: Turn, team: Team, value: str) -> Team:
    return replace(team, director=form.address_of(turn, value))


def _hour(_: Turn, team: Team, value: str) -> Team:
    return replace(team, hour=_matching(HOUR, value, "default_hour")[0])


def _day(_: Turn, team: Team, value: str) -> Team:
    return replace(team, weekday=_matching(WEEKDAY, value, "default_day")[0])


def _quiet_hours(_: Turn, team: Team, value: str) -> Team:
    hours = _matching(HOURS, value, "quiet_hours")
    return replace(team, quiet_from=hours["first"], quiet_until=hours["last"])


def _quiet_period(turn: Turn, team: Team, value: str) -> Team:
    found = _matching(PERIOD, value, "quiet_period")
    period = QuietPeriod(found["first"], found["last"])
    rest = tuple(each for each in team.quiet_periods if each != period)
    return replace(team, quiet_periods=rest if turn.slots.get("remove") else (*rest, period))


def _matching(pattern: re.Pattern[str], value: str, setting: str) -> re.Match[str]:
    found = pattern.fullmatch(value)
    if found is None:
        raise Refusal(f"team_settings.which_{setting}")
    return found


def _signature(turn: Turn, team: Team, value: str) -> Team:
    return replace(team, signature=team.signature.with_(value, _language(turn)))


def _name(turn: Turn, team: Team, value: str) -> Team:
    return replace(team, name=team.name.with_(value, _language(turn)))


CHANGES: dict[str, Callable[[Turn, Team, str], Team]] = {
    "organiser": _organiser,
    "approver": _approver,
    "director": _director,
    "default_hour": _hour,
    "default_day": _day,
    "quiet_hours": _quiet_hours,
    "quiet_period": _quiet_period,
    "signature": _signature,
    "name": _name,
}

SKILL = Skill(
    "team_settings",
    hears={
        "team.set": Heard(set_, ORGANISERS),
        "info.settings": Heard(show, ORGANISERS),
    },
    presses={"save": Heard(save, ORGANISERS)},
    show=tell,
)
