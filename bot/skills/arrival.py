"""The bot is added to a chat or a space, or taken out of it."""

from dataclasses import replace

from bot.context import Skill, Turn, merge
from bot.model.outcome import Outcome
from bot.model.people import Route, route_key
from bot.model.words import LANGUAGES, Phrase
from bot.posts import Note, to_space

NAME = "arrival"


def greet(turn: Turn) -> Outcome:
    """Say what the bot is for, in both languages: nobody has written in one yet."""
    key = "hello" if turn.incoming.private else "hello_space"
    return replace(turn, languages=LANGUAGES).say(f"{NAME}.{key}", name=turn.context.team.name)


def forget(turn: Turn) -> Outcome:
    """Write there no more; the team's other spaces hear of a space that is gone."""
    place = turn.incoming.place
    route = turn.context.view.get(Route, route_key(place))
    forgotten = Outcome(removes=(route,) if route else ())
    leave = _leave_person if turn.incoming.private else _leave_space
    return merge(forgotten, leave(turn))


def _leave_person(turn: Turn) -> Outcome:
    contact = turn.context.contact(turn.address)
    left = tuple(each for each in contact.places if each != turn.incoming.place)
    return Outcome(saves=(replace(contact, places=left),) if left != contact.places else ())


def _leave_space(turn: Turn) -> Outcome:
    team, place = turn.context.team, turn.incoming.place
    if place not in team.spaces:
        return Outcome()
    left = replace(
        team,
        spaces=tuple(each for each in team.spaces if each != place),
        version=team.version + 1,
    )
    told = Phrase(f"{NAME}.lost", {"channel": place.channel})
    note = Note(f"arrival/{turn.context.id_for('lost')}", told, told, told)
    others = tuple(each for each in to_space(turn.context, note) if each.to != place.room)
    return Outcome(saves=(left,), sends=others)


SKILL = Skill(NAME, notices={"installed": greet, "removed": forget})
