"""What follows on what was said before: another session, another moment, “it”."""

from dataclasses import replace

from bot import understanding
from bot.context import Turn
from bot.model.conversation import Thread
from bot.model.outcome import Outcome
from bot.sessions import upcoming
from bot.skills import Skills
from bot.turn.reaching import reach
from bot.turn.roles import speaks_as
from bot.turn.threads import thread_of
from bot.understanding import Meaning
from bot.understanding.following import (
    FollowUp,
    about_session,
    follow_up,
    means_session,
    moved,
    with_session,
)
from bot.understanding.matching import acts


def followed(turn: Turn, meaning: Meaning, skills: Skills) -> Outcome | None:
    """What follows on what was said before; None if the words stand for themselves."""
    thread = thread_of(turn)
    if thread is None and meaning.intent != "none":
        return None
    found = follow_up(turn.incoming.text)
    if found is None:
        return _pronoun(turn, meaning, skills, thread) if thread and thread.session else None
    if thread is None:
        return turn.say("turn.nothing_before")
    return _resumed(turn, found, thread, skills) if _fits(found, thread) else None


def _fits(found: FollowUp, thread: Thread) -> bool:
    """Whether there is something it can follow on; a question repeats no order."""
    if found.kind in ("moment", "length"):
        return bool(thread.session)
    if found.kind in ("asked", "language"):
        return about_session(thread.intent) and not acts(thread.intent)
    corrected = found.kind != "other" or found.corrects or not acts(thread.intent)
    return about_session(thread.intent) and corrected


def _resumed(turn: Turn, found: FollowUp, thread: Thread, skills: Skills) -> Outcome | None:
    if found.kind in ("moment", "length"):
        return _said(turn, moved(found, thread.session, turn.language), skills)
    slots = dict(thread.slots)
    languages = turn.languages
    if found.kind == "other":
        slots.pop("session", None)
        others = [each.id for each in upcoming(turn) if each.id != thread.session]
        slots |= {"session": others[0]} if len(others) == 1 else {}
    elif found.language:
        languages = (found.language,)
    else:
        slots["session"] = found.session
    heard = skills.intents.get(thread.intent)
    again = replace(turn, intent=thread.intent, slots=slots, languages=languages, when=None)
    return reach(heard, again) if heard else None


def _pronoun(turn: Turn, meaning: Meaning, skills: Skills, thread: Thread) -> Outcome | None:
    """What follows if a word stands for the session just spoken of."""
    text = with_session(turn.incoming.text, thread.session)
    if not text or "session" in meaning.slots:
        return None
    whole = understanding.understand(text, speaks_as(turn.role), turn.context.now)
    if meaning.intent == "none":
        sure = means_session(turn.incoming.text) or _of_session(whole.intent)
        taken = whole.intent != "none" and (sure or not acts(whole.intent))
    else:
        others = {name: value for name, value in whole.slots.items() if name != "session"}
        taken = whole.intent == meaning.intent and others == dict(meaning.slots)
    return _said(turn, text, skills) if taken else None


def _of_session(intent: str) -> bool:
    """Whether it is done to a session itself, which no other word but its name stands for."""
    return intent.startswith("session.") and about_session(intent)


def _said(turn: Turn, text: str, skills: Skills) -> Outcome | None:
    """What follows from these words, as if they had been said."""
    meaning = understanding.understand(text, speaks_as(turn.role), turn.context.now)
    if meaning.withheld:
        return turn.say("turn.withheld")
    heard = skills.intents.get(meaning.intent)
    incoming = replace(turn.incoming, text=text)
    spoken = replace(turn, intent=meaning.intent, slots=meaning.slots, when=meaning.when)
    return reach(heard, replace(spoken, incoming=incoming)) if heard else None
