"""``circuit understand --explain "…"``: how a sentence was read, step by step, in words."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot import texts
from bot.clock import Clock
from bot.errors import Misconfigured
from bot.model.people import Role
from bot.model.words import LANGUAGES, Language, Phrase
from bot.understanding.dates import OTTAWA
from bot.understanding.explaining import Candidate, Explanation, Words, explain

Facts = dict[str, Any]
SEVERAL = "; "


@dataclass(frozen=True, slots=True)
class Said:
    """Who says the sentence, and when."""

    role: Role
    at: datetime


def main(chosen: Namespace) -> int:
    """The exit code, once it is explained; raises Misconfigured for a time that cannot be read."""
    said = Said(Role(chosen.role), _moment(chosen.now))
    found = explain(chosen.explain, said.role.value, said.at)
    shown: Language | None = found.meaning.language
    languages = (chosen.language,) if chosen.language else (shown,) if shown else LANGUAGES
    print("\n\n".join("\n".join(lines(found, said, each)) for each in languages))
    return 0


def _moment(text: str) -> datetime:
    """The time in Ottawa that a text names; now if it is empty."""
    try:
        at = datetime.fromisoformat(text) if text else Clock().now()
    except ValueError as problem:
        raise Misconfigured(f"“{text}” is no time such as 2027-01-12T09:00.") from problem
    zone = ZoneInfo(OTTAWA)
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def lines(found: Explanation, said: Said, language: Language) -> Iterator[str]:
    """The explanation in one language, line by line."""
    say = partial(_say, language)
    who = say(f"explain.by_{said.role}")
    yield say("explain.said", text=found.text or say("explain.nobody"), who=who, at=said.at)
    yield say("explain.language", written=found.meaning.language)
    yield say("explain.aside", pieces=_named(found.aside, language, _aside))
    yield say("explain.holding", found=_named(found.holding, language, _holds))
    yield say("explain.candidates" if found.candidates else "explain.no_candidates")
    for candidate in found.candidates:
        yield say("explain.candidate", **_of_candidate(candidate, language))
    yield say(_chosen(found), **_facts_of_choice(found, language))
    reading = found.meaning.when
    error = reading.error if reading and reading.error != "none" else ""
    slots = SEVERAL.join(f"{name} = {value}" for name, value in found.meaning.slots.items())
    yield say("explain.slots", slots=slots, problem=say(f"explain.when_{error}") if error else "")
    names = SEVERAL.join(name_of(intent, language) for intent in found.meaning.suggestions)
    yield say(f"explain.does_{doing(found, said.role)}", names=names)


def _say(language: Language, key: str, **facts: object) -> str:
    return texts.render(Phrase(key, facts), language)


def _named(found: Iterable[Words], language: Language, kind: Callable[[str], str]) -> str:
    """What was found, each with the words for its kind."""
    return SEVERAL.join(
        _say(language, "explain.found", what=_say(language, kind(name)), words=words)
        for name, words in found
    )


def name_of(intent: str, language: Language) -> str:
    """What an intent is, in a few words."""
    return texts.render(Phrase(f"intents.{intent.replace('.', '_')}"), language)


def _aside(name: str) -> str:
    return f"explain.aside_{name}"


def _holds(name: str) -> str:
    return f"explain.holds_{name}"


def _of_candidate(candidate: Candidate, language: Language) -> Facts:
    filled = (_say(language, "explain.filled", name=n, words=w) for n, w in candidate.filled)
    return {
        "name": name_of(candidate.intent, language),
        "intent": candidate.intent,
        "files": ", ".join(candidate.files),
        "line": candidate.line,
        "score": f"{candidate.score:.1f}",
        "filled": SEVERAL.join(filled),
        "held": _named(candidate.held, language, _holds),
    }


def _chosen(found: Explanation) -> str:
    if found.meaning.intent != "none":
        return "explain.chosen"
    return "explain.held_back" if found.meaning.withheld else "explain.none_chosen"


def _facts_of_choice(found: Explanation, language: Language) -> Facts:
    meaning = found.meaning
    intent = meaning.withheld if meaning.intent == "none" else meaning.intent
    return {
        "name": name_of(intent, language) if intent else "",
        "intent": intent,
        "rivals": len(found.candidates) > 1,
        "others": name_of(found.others, language) if found.others else "",
    }


def doing(found: Explanation, role: Role) -> str:
    """What the bot does when it hears this from somebody with this role."""
    meaning = found.meaning
    if meaning.intent != "none":
        return _doing_it(found, role)
    if meaning.withheld:
        return "hold_back"
    if found.others:
        return "refuse"
    if meaning.when is not None:
        return "note_moment"
    return "offer" if meaning.suggestions else "nothing"


def _doing_it(found: Explanation, role: Role) -> str:
    from bot import skills

    meaning = found.meaning
    heard = skills.load().intents.get(meaning.intent)
    if heard is None:
        return "nothing" if meaning.intent == "dismiss" else "not_yet"
    if role not in heard.who:
        return "refuse"
    if meaning.when is not None and meaning.when.error not in (None, "none"):
        return "ask"
    return "act" if found.chosen and found.chosen.acts else "tell"
