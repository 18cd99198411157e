"""“add kim@example.org as organiser” / « l'heure par défaut est 13 h »: what the team settles."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.context import ORGANISERS, Heard, Skill, Turn, undoable
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.outcome import Outcome
from bot.model.people import Contact, Noted, QuietPeriod, Team
from bot.model.words import Language, other

LONGEST = 200
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
HOURS = re.compile(r"(?P<first>\d\d:\d\d)-(?P<last>\d\d:\d\d)")
PERIOD = re.compile(r"(?P<first>\d{4}-\d\d-\d\d)/(?P<last>\d{4}-\d\d-\d\d)")
WEEKDAY = re.compile(r"(-1|[1-4])?(MO|TU|WE|TH|FR)")


def show(turn: Turn) -> Outcome:
    """All that is settled."""
    team = turn.context.team
    return turn.say("team_settings.all", team=team, organisers=sorted(turn.context.organisers))


def set_(turn: Turn) -> Outcome:
    """Change one thing, say it, and let it be taken back."""
    setting, value = str(turn.slots["setting"]), str(turn.slots.get("value", "")).strip()
    if not value:
        return turn.ask("value", f"team_settings.which_{setting}")
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
        value=value,
        removed=bool(turn.slots.get("remove")),
    )
    return _asked_in_the_other(turn, setting, after) or _kept(turn, before, after, said)


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
    address = _address(turn, value)
    if not turn.slots.get("remove"):
        known = address in turn.context.organisers
        return team if known else replace(team, organisers=(*team.organisers, address))
    if address in turn.context.setup.organisers:
        raise Refusal("team_settings.set_outside", address=address)
    if turn.context.organisers == {address}:
        raise Refusal("team_settings.last_organiser")
    return replace(team, organisers=tuple(e for e in team.organisers if e != address))


def _approver(turn: Turn, team: Team, value: str) -> Team:
    address = _address(turn, value)
    rest = tuple(each for each in team.approvers if each != address)
    return replace(team, approvers=rest if turn.slots.get("remove") else (*rest, address))


def _address(turn: Turn, value: str) -> str:
    """The address that is given, or that of the one person of that name."""
    if "@" in value:
        return mailbox(value)
    known = turn.context.view.find(Contact, "folded", value.casefold())
    if len(known) != 1:
        raise Refusal("mail.not_an_address", written=value)
    return known[0].address


def _director(_: Turn, team: Team, value: str) -> Team:
    return replace(team, director=value)


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
)
