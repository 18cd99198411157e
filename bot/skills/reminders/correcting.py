"""A correction to those who received a reminder, and to nobody else."""

from dataclasses import replace

from bot import sessions
from bot.context import Turn, merge
from bot.model.conversation import Card
from bot.model.mailing import Mailing, Stage, Wording
from bot.model.outcome import Outcome
from bot.model.words import Both
from bot.planning.changes import must_be_open
from bot.skills.reminders import card, parts, sending
from bot.skills.reminders.writing import form, must_be_whole, written

WORDING = Wording(
    subject=Both("Correction: ((title)), ((day))", "Rectificatif\u00a0: ((title)), ((day))"),
    body=Both(
        "((greeting))\n\n…\n\n((signature))",
        "((greeting))\n\n…\n\n((signature))",
    ),
)


def ask(turn: Turn) -> Outcome:
    """The words of the correction, to be written on a card."""
    mailing = sending.of_card(turn)
    session = sessions.of_card(turn.context, mailing.about.partition("/")[2])
    must_be_open(turn.context, session)
    if mailing.stage is not Stage.DONE or not mailing.tally.reached:
        return sending.shown(turn, mailing)
    return form(turn, session, {"corrects": mailing.id}, WORDING, "correct")


def save(turn: Turn, shown: Card) -> Outcome:
    """The correction as it would leave, waiting for a press."""
    context = turn.context
    first = context.view.get(Mailing, str(shown.facts["corrects"]))
    session = sessions.of_card(context, shown.about.partition("/")[2])
    if first is None or shown.done:
        return turn.say("planning.answered")
    wording = written(turn)
    must_be_whole(wording)
    counter = context.next("mailings")
    groups = tuple(first.facts["groups"])
    mailing = replace(
        sending.proposed(context, session, str(counter.last), groups),
        kind=sending.CORRECTION,
        wordings=dict.fromkeys(parts.GROUPS, wording),
        follows=first.id,
        door=first.door,
        total=first.tally.reached,
        by=turn.address,
        places=(turn.incoming.place,),
        facts=first.facts,
    )
    done = replace(shown, done="save")
    kept = Outcome(saves=(mailing, counter, done))
    said = card.words(context, mailing)
    rendered = card.rendered(context, mailing, turn.languages)
    return merge(kept, turn.offer(sending.waiting(turn, mailing), rendered, said))
