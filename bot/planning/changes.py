"""What changes in a session: field by field, so that two people's changes never undo each other."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot import texts
from bot.context import Context
from bot.errors import Refusal
from bot.model.session import Phase, Session
from bot.model.words import Both, Phrase
from bot.planning.moment import Moment, restored

Values = Mapping[str, Any]
NAMES = ("title_en", "title_fr", "moment", "minutes", "join")
Step = Mapping[str, object]


def must_be_open(context: Context, session: Session) -> None:
    """Nothing; raises Refusal if the session is cancelled or over."""
    if session.phase is Phase.CANCELLED:
        raise Refusal("session.wrong_phase", id=session.id, phase=session.phase.value)
    if session.phase is Phase.HELD or session.ends <= context.now:
        raise Refusal("session.wrong_phase", id=session.id, phase=Phase.HELD.value)


def values_of(session: Session) -> dict[str, Any]:
    """The fields that people change, as plain values."""
    return {
        "title_en": session.title.en,
        "title_fr": session.title.fr,
        "moment": Moment(session.starts, session.wall, session.zone).row,
        "minutes": session.minutes,
        "join": session.join,
    }


def altered(before: Values, after: Values) -> dict[str, Any]:
    """Those of the new values that are not what they were."""
    return {name: value for name, value in after.items() if before[name] != value}


def clashing(now: Values, was: Values, wanted: Values) -> list[str]:
    """The fields to be changed that somebody else has changed meanwhile, to something else."""
    return [name for name in wanted if now[name] not in (was[name], wanted[name])]


def applied(session: Session, wanted: Values, sequence: int) -> Session:
    """The session with the new values, as another version of its calendar entry."""
    values = values_of(session) | dict(wanted)
    return session.changed(
        title=Both(values["title_en"], values["title_fr"]),
        minutes=values["minutes"],
        join=values["join"],
        sequence=sequence,
        **restored(values["moment"]).fields,
    )


def steps(before: Values, after: Values, names: Iterable[str]) -> list[Step]:
    """What changes, in words: ``label``, ``before``, ``after``, each in both languages."""
    return [
        {
            "label": texts.both(Phrase(f"planning.field_{name}")),
            "before": _in_words(name, before[name]),
            "after": _in_words(name, after[name]),
        }
        for name in NAMES
        if name in set(names)
    ]


def _in_words(name: str, value: Any) -> Both:
    if name == "moment":
        moment = restored(value)
        facts = {"starts": moment.starts, "zone": moment.zone, "which": ""}
        return texts.both(Phrase("planning.choice", facts))
    return texts.both(Phrase("planning.value", {"name": name, "value": value}))
