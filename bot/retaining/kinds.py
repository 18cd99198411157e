"""Every kind of record there is: when its time begins to run, and what becomes of it in the end.

What has no rule here has a reason. A new kind of record must have one or the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.model.access import AccessPlan, Lesson, Ticket
from bot.model.allowance import Allowance
from bot.model.attendance import Attended, Turnout
from bot.model.briefing import Briefing, Informed
from bot.model.connections import ConnectionCheck
from bot.model.conversation import Asked, Card, Seen, Thread, Undo
from bot.model.description import Description
from bot.model.erasure import ALIAS, Erasure
from bot.model.evaluation import Evaluated, Evaluation, EvaluationForm
from bot.model.forms import Form, Response
from bot.model.glossary import Glossary
from bot.model.importing import Import
from bot.model.lesson import TeamLesson
from bot.model.mailing import Mailing, ReminderPlan
from bot.model.miss import Miss
from bot.model.outbox import ANSWER, PROGRESS, Message, Sending
from bot.model.outcome import Outcome
from bot.model.outreach import Partner, PastAttendee, RelatedSession
from bot.model.people import Account, Contact, Counter, Noted, Route, Team, route_key
from bot.model.plan import HostCard, MorningWish, Plan
from bot.model.platform_test import PlatformTest, TestSteps
from bot.model.poll import Poll, PollKey, Vote
from bot.model.promotion import Post, PromotionHabits
from bot.model.question import AudienceQuestion, QuestionDesk, QuestionKey, UpVote
from bot.model.record import Record, View, key_of
from bot.model.registration import Department, FileTaken, Registration
from bot.model.report_file import ReportFile
from bot.model.resource import Handout, Resource
from bot.model.retention import Disposal, Hold, Retention
from bot.model.returned import MailReply, Returned
from bot.model.review import Review
from bot.model.search import Search
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.summary import Summary, SummaryWish
from bot.model.suppression import Suppressed
from bot.model.theme import Series, Theme
from bot.model.tools import Tools
from bot.model.translation import Translation
from bot.model.trouble import Trouble
from bot.model.webinar import Webinar
from bot.model.wiki import WikiPages
from bot.posts import MAIL
from bot.retaining import nobody

Since = Callable[[View, Any], datetime | None]
"""When the time of a record begins to run; None while it does not, or nothing personal is left."""
Ending = Callable[[View, Any, str], Outcome]
"""What becomes of a record in the end; the alias stands where somebody stood."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How records of a class are kept: the kind they count as, since when, what becomes of them."""

    kind: str
    since: Since
    ending: Ending


def kind_of(record: Record) -> str:
    """The kind that a record counts as, ``""`` where it has no term."""
    rule = RULES.get(type(record))
    if isinstance(record, Sending) and record.door == MAIL:
        return "letters"
    return rule.kind if rule else ""


def ended(view: View, number: str) -> datetime | None:
    """When a session was over; None for one that is to come, or that nobody knows."""
    session = view.get(Session, number) if number else None
    return session.ends if session is not None and session.upcoming is None else None


def _of_session(view: View, record: Any) -> datetime | None:
    return ended(view, record.session)


def _named(own: Since) -> Since:
    """The same, as long as somebody is named in it."""

    def since(view: View, record: Any) -> datetime | None:
        return None if record.address.startswith(ALIAS) else own(view, record)

    return since


def _came(view: View, came: Attended) -> datetime | None:
    return _of_session(view, came) if came.name or came.address or came.perhaps else None


def _asked(view: View, question: AudienceQuestion) -> datetime | None:
    told = question.words or question.by or question.answer
    return _of_session(view, question) if told else None


def _needed(view: View, ticket: Ticket) -> datetime | None:
    """From its day on, or from the end of the session; not while it is open."""
    if not ticket.closed or not (ticket.words or ticket.by or ticket.answer):
        return None
    return max(ticket.at, ended(view, ticket.session) or ticket.at)


def _answered(view: View, evaluated: Evaluated) -> datetime | None:
    return _of_session(view, evaluated) if evaluated.answers else None


def _voted(view: View, vote: Vote) -> datetime | None:
    """A vote that bears a name, once the poll is counted; what bears none goes at the count."""
    poll = view.get(Poll, vote.poll)
    if poll is None:
        return vote.at
    return poll.closed if poll.count is not None else None


def _left(_: View, sending: Sending) -> datetime | None:
    """Since it left or failed; answers go by themselves after some days."""
    if sending.closed_at is None or sending.key.startswith((ANSWER, PROGRESS)) or not sending.to:
        return None
    return sending.closed_at


def _mailed(_: View, mailing: Mailing) -> datetime | None:
    return None if mailing.forgotten else mailing.ended


def _listed(_: View, past: PastAttendee) -> datetime | None:
    return past.added


def _delisted(_: View, partner: Partner) -> datetime | None:
    return partner.added if partner.gone else None


def _uninformed(_: View, informed: Informed) -> datetime | None:
    return informed.since if informed.gone else None


def _known(view: View, contact: Contact) -> datetime | None:
    """Since they last wrote or took part; not while anything else is kept under their address."""
    address = contact.address
    team = view.get(Team, "team") or Team()
    if address in (*team.organisers, *team.approvers, team.director):
        return None
    if view.get(PastAttendee, address) or view.get(Partner, address) or view.get(Informed, address):
        return None
    if view.count(Registration, "address", address) or view.count(Speaking, "address", address):
        return None
    return contact.heard


def _at(_: View, record: Any) -> datetime | None:
    moment: datetime = record.at
    return moment


def _gone(_: View, record: Record, __: str) -> Outcome:
    return Outcome(removes=(record,))


def _replaced(change: Callable[[Any, str], Record]) -> Ending:
    """The record as the change leaves it, under its new key."""

    def ending(_: View, record: Any, alias: str) -> Outcome:
        after = change(record, alias)
        moved = key_of(after) != key_of(record)
        return Outcome(saves=(after,), removes=(record,) if moved else ())

    return ending


def _emptied(_: View, sending: Sending, __: str) -> Outcome:
    """Gone where its key names somebody; elsewhere its key stays, so that it never leaves again."""
    if "@" in sending.key or sending.door == MAIL:
        return Outcome(removes=(sending,))
    bare = replace(sending, content=Message(""), to="", problem="", receipt={})
    return Outcome(saves=(bare,))


def _unknown(view: View, contact: Contact, _: str) -> Outcome:
    """The contact gone, with the ways to places of theirs and what platforms call them."""
    places = [view.get(Route, route_key(each)) for each in contact.places]
    accounts = view.find(Account, "address", contact.address)
    return Outcome(removes=(contact, *(each for each in places if each), *accounts))


def _ledger(_: View, mailing: Mailing, __: str) -> Outcome:
    """The mailing without the letters it showed first; its counts stay."""
    return Outcome(saves=(mailing.changed(forgotten=True, foreseen=None),))


RULES: Mapping[type[Record], Rule] = {
    Registration: Rule("registrations", _named(_of_session), _replaced(nobody.registered)),
    Attended: Rule("attendance", _came, _replaced(nobody.came)),
    Speaking: Rule("parts", _named(_of_session), _replaced(nobody.speaking)),
    Ticket: Rule("tickets", _needed, _replaced(lambda ticket, _: nobody.ticket(ticket))),
    Evaluated: Rule(
        "evaluations", _answered, _replaced(lambda each, _: replace(each, answers=(), told=""))
    ),
    AudienceQuestion: Rule("questions", _asked, _replaced(lambda each, _: nobody.asked(each))),
    Vote: Rule("votes", _voted, _gone),
    Sending: Rule("messages", _left, _emptied),
    MailReply: Rule("mail", _at, _gone),
    Response: Rule("forms", _at, _gone),
    Mailing: Rule("ledgers", _mailed, _ledger),
    PastAttendee: Rule("lists", _listed, _gone),
    Partner: Rule("lists", _delisted, _gone),
    Informed: Rule("lists", _uninformed, _gone),
    SummaryWish: Rule("lists", _of_session, _gone),
    Contact: Rule("contact", _known, _unknown),
    Account: Rule("contact", _at, _gone),
    Noted: Rule("notes", _at, _gone),
    TeamLesson: Rule("lessons", _at, _gone),
    Lesson: Rule("lessons", _at, _gone),
}
PASSING: frozenset[type[Record]] = frozenset(
    {Asked, Card, Seen, Thread, Undo, Miss, Import, ReportFile, Erasure, Search, Trouble}
)
"""What goes by itself, within days: what was just said, shown or brought."""
WITH_OTHERS: frozenset[type[Record]] = frozenset({Route, PollKey, QuestionKey, UpVote})
"""What goes with a contact, or is a mark that nobody can be read from."""
WISHES: frozenset[type[Record]] = frozenset({Suppressed, MorningWish})
"""What somebody wants of us, kept as long as it is to be heeded."""
OF_RECORD: frozenset[type[Record]] = frozenset({
    Session, Description, Summary, Translation, Review, WikiPages, Post, Poll, Plan, HostCard,
    PlatformTest, Handout, Resource, Tools, Webinar, Briefing, Evaluation, Turnout, Theme, Series,
    Team, AccessPlan, ReminderPlan, PromotionHabits, TestSteps, Disposal, Hold, Retention,
})  # fmt: skip
"""What the team decided and published, which the file of a session carries; people are named in it
in their part only."""
NOBODYS: frozenset[type[Record]] = frozenset({
    Allowance, ConnectionCheck, Counter, Department, EvaluationForm, FileTaken, Form, Glossary,
    QuestionDesk, RelatedSession, Returned,
})  # fmt: skip
"""What has nobody in it."""
