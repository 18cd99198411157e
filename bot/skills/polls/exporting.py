"""“export the results of poll 2” / « exporte les résultats du sondage 2 ».

Numbers come by a link right away; for names it is asked what they are for, and each time somebody
takes them out is noted.
"""

from dataclasses import replace

from bot import downloads
from bot.context import Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.poll import SKILL, Poll
from bot.planning.drafts import noted
from bot.polling import counting
from bot.skills.polls import desk

PURPOSE, LONGEST_PURPOSE = "purpose", 300


def export(turn: Turn) -> Outcome:
    """The link to the file; before names, the question what they are for."""
    if not turn.incoming.private:
        raise Refusal("polls.export_private")
    poll = desk.posted_one(turn)
    if isinstance(poll, Outcome):
        return poll
    if counting.shown(turn.context.view, poll) is None:
        raise Refusal("polls.export_few" if poll.count else "polls.export_open", poll=poll)
    purpose = " ".join(str(turn.slots.get(PURPOSE, "")).split())[:LONGEST_PURPOSE]
    if poll.named and not purpose:
        asked = replace(turn, slots={"poll": poll.id})
        voters = counting.voters(turn.context.view, poll)
        return asked.ask(PURPOSE, "polls.export_purpose", poll=poll, voters=voters)
    return _linked(turn, poll, purpose)


def _linked(turn: Turn, poll: Poll, purpose: str) -> Outcome:
    facts = {"poll": poll.id, PURPOSE: purpose}
    card = downloads.behind(turn, SKILL, downloads.Wanted(f"poll/{poll.id}", facts))
    audit = replace(noted(turn, "poll.exported", f"poll/{poll.id}"), why=purpose)
    link = turn.context.link(card.ref)
    said = turn.say("polls.export_link", poll=poll, link=link, until=card.until)
    return replace(said, saves=(card, audit))


def show(turn: Turn) -> Outcome:
    """The page behind the link."""
    assert turn.card is not None
    purpose = turn.card.facts[PURPOSE]
    said = turn.words("polls.export_ready", poll=desk.of_card(turn), purpose=purpose)
    return downloads.page(turn, said)


def download(turn: Turn) -> Outcome:
    """The file, handed over; noted where it has names."""
    poll = desk.of_card(turn)
    handed = downloads.handed_over(turn)
    if not poll.named or turn.card is None:
        return handed
    audit = noted(turn, "poll.downloaded", f"poll/{poll.id}")
    return merge(Outcome(saves=(replace(audit, why=turn.card.facts[PURPOSE]),)), handed)
