"""Polls: “post poll: Tea or coffee? / tea / coffee”, “close the poll”, “poll results”.

« publie un sondage : Thé ou café? / thé / café », « ferme le sondage », « résultats du sondage »
"""

from dataclasses import replace

from bot import downloads
from bot.context import EVERYONE, INSIDERS, ORGANISERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.poll import SKILL as NAME
from bot.skills.polls import card, desk, exporting, making, voting


def here(turn: Turn) -> Outcome:
    """Polls are posted in this room from now on."""
    if turn.incoming.private:
        return turn.say("polls.here_private")
    team, place = turn.context.team, turn.incoming.place
    if place in team.poll_rooms:
        return turn.say("polls.here_known")
    rooms = (*team.poll_rooms, place)
    kept = replace(team, poll_rooms=rooms, version=team.version + 1)
    return Outcome(saves=(kept,), answer=turn.reply("polls.here"))


def post(turn: Turn) -> Outcome:
    """A poll that is written out in the words, or one that waits to be posted."""
    return making.create(turn) if making.on_the_spot(turn) else desk.post(turn)


def show(turn: Turn) -> Outcome:
    """How the poll of the card stands: on the card to vote on, or on the team's."""
    if downloads.is_one(turn.card):
        return exporting.show(turn)
    is_desk = turn.card is not None and turn.card.ref.startswith(card.DESK)
    return desk.show(turn) if is_desk else voting.show(turn)


SKILL = Skill(
    NAME,
    hears={
        "poll.create": Heard(making.create, ORGANISERS),
        "poll.post": Heard(post, ORGANISERS),
        "poll.close": Heard(desk.close, ORGANISERS),
        "info.polls": Heard(desk.list_all, ORGANISERS),
        "poll.here": Heard(here, ORGANISERS),
        "poll.results": Heard(desk.results, INSIDERS),
        "poll.export": Heard(exporting.export, ORGANISERS),
        "poll.vote": Heard(voting.ask, INSIDERS),
    },
    presses={
        "save": Heard(making.save, ORGANISERS),
        "poll_post": Heard(desk.posted, ORGANISERS),
        "poll_change": Heard(making.change, ORGANISERS),
        "poll_drop": Heard(desk.drop, ORGANISERS),
        "poll_close": Heard(desk.pressed_close, ORGANISERS),
        **dict.fromkeys(downloads.ENDINGS, Heard(exporting.download, ORGANISERS)),
        **dict.fromkeys((card.VOTE, *card.CHOICES), Heard(voting.vote, EVERYONE)),
    },
    results=desk.counted,
    show=show,
    waits=voting.waits,
    standing=card.standing,
)
