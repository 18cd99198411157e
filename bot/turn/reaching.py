"""What words mean by themselves, and who may reach what they ask for."""

from dataclasses import replace
from datetime import timedelta

from bot import understanding
from bot.context import Context, Heard, Turn
from bot.errors import Refusal
from bot.hosting.topics import topic_of
from bot.model.conversation import Incoming
from bot.model.outcome import Outcome
from bot.model.people import Noted, Role
from bot.model.poll import Poll, PollState
from bot.model.session import Session
from bot.model.theme import Theme
from bot.model.words import Both
from bot.planning.drafts import theme_titled
from bot.polling import said
from bot.sessions import visible
from bot.skills import Skills
from bot.turn.misses import missed
from bot.turn.offering import offered
from bot.turn.roles import speaks_as
from bot.turn.threads import threaded
from bot.understanding import Meaning

LONGEST_TEXT = 10_000
LONGEST_SESSION, BEFORE = timedelta(hours=3), timedelta(minutes=15)
"""How long ago a session that is on may have begun, and how long before people come in."""


def meaning_of(incoming: Incoming, context: Context, role: Role) -> Meaning:
    """What the words mean, said by somebody with this role; a press has none."""
    return understanding.understand(incoming.text[:LONGEST_TEXT], speaks_as(role), context.now)


def meant(turn: Turn, meaning: Meaning, skills: Skills) -> Outcome:
    """What follows from what the words mean by themselves."""
    if meaning.intent == "dismiss":
        return turn.say("turn.nothing_to_dismiss")
    meaning = in_trouble(turn, meaning)
    if meaning.intent == "theme.vote" and votes_in_a_poll(
        turn.context, meaning, turn.incoming.text
    ):
        meaning = replace(meaning, intent="poll.vote", slots={})
    if meaning.intent != "none":
        heard = skills.intents.get(meaning.intent)
        if heard is None:
            return turn.say("turn.not_yet")
        return reach(
            heard, replace(turn, intent=meaning.intent, slots=meaning.slots, when=meaning.when)
        )
    if meaning.withheld:
        return turn.say("turn.withheld")
    order = forbidden(turn, skills)
    if order:
        return refused(turn, "turn.not_allowed", order)
    outcome = offered(turn, meaning, skills)
    return replace(outcome, saves=(*outcome.saves, *missed(turn, meaning)))


def in_trouble(turn: Turn, meaning: Meaning) -> Meaning:
    """That somebody cannot hear or see a session that is on, where their words say nothing else."""
    topic = topic_of(turn.incoming.text) if meaning.intent == "none" else ""
    if not topic or turn.role not in (Role.PARTICIPANT, Role.SPEAKER):
        return meaning
    now = turn.context.now
    near = turn.context.view.between(Session, "upcoming", now - LONGEST_SESSION, now + BEFORE)
    on = [each for each in near if each.ends > now and visible(turn, each)]
    if not on:
        return meaning
    slots = {"session": on[0].id, "topic": topic}
    return replace(meaning, intent="info.trouble", slots=slots, withheld="")


def votes_in_a_poll(context: Context, meaning: Meaning, text: str) -> bool:
    """Whether “I vote tea” is about a poll that is open, rather than about a theme."""
    open_ = context.view.find(Poll, "state_", PollState.OPEN.value)
    named = str(meaning.slots.get("theme", ""))
    if not open_ or any(said.is_option(each, named) for each in open_):
        return bool(open_)
    is_theme = bool(named) and theme_titled(context, Both(named, named)) is not None
    return not is_theme and (said.meant(open_, text) is not None or not _is_number(context, named))


def _is_number(context: Context, named: str) -> bool:
    """Whether a theme has this number."""
    return bool(named) and context.view.get(Theme, named.lstrip("#")) is not None


def told(turn: Turn, meaning: Meaning, skills: Skills) -> Outcome:
    """What a visitor of a page hears: an answer about its session, or what can be asked there."""
    heard = skills.intents.get(meaning.intent)
    if heard is None or turn.role not in heard.who:
        return turn.say("turn.visitor")
    slots = {"session": turn.incoming.place.room, **meaning.slots}
    try:
        return heard.handle(replace(turn, intent=meaning.intent, slots=slots, when=meaning.when))
    except Refusal:
        return turn.say("turn.visitor")


def forbidden(turn: Turn, skills: Skills) -> str:
    """The intent the words would have, had an organiser said them, if it is not for this person.

    A stranger's question that any participant may ask is no order.
    """
    if turn.role is Role.ORGANISER:
        return ""
    meaning = understanding.understand(turn.incoming.text, "organiser", turn.context.now)
    heard = skills.intents.get(meaning.intent)
    role = Role.PARTICIPANT if turn.role is Role.STRANGER else turn.role
    return meaning.intent if heard is not None and role not in heard.who else ""


def reach(heard: Heard, turn: Turn) -> Outcome:
    """What the skill decides, if this person may reach it."""
    if turn.role in heard.who:
        return threaded(turn, heard.handle(turn))
    key = "turn.visitor" if turn.role is Role.VISITOR else "turn.not_allowed"
    return refused(turn, key, turn.intent or turn.press.button)


def refused(turn: Turn, key: str, what: str) -> Outcome:
    """A refusal that gives nothing away, noted for whoever looks after the bot."""
    noted = Noted(
        id=turn.context.id_for("refused"),
        at=turn.context.now,
        who=turn.address,
        what=f"refused {what}",
    )
    return replace(turn.say(key), saves=(noted,))
