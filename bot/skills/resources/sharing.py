"""What a session has, posted once to its rooms: by a press, or by itself near its end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import resources, sessions, texts
from bot.context import CARD_LIFE, Context, Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outbox import Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place, route_key
from bot.model.resource import Handout, Resource
from bot.model.session import Phase, Session
from bot.model.words import LANGUAGES, Both, Phrase
from bot.planning import choosing
from bot.planning.drafts import noted
from bot.planning.sequels import placed

BOTH, RESOURCES, EVALUATION = "both", "resources", "evaluation"
LONGEST = timedelta(hours=12)
"""No session lasts longer."""
LATEST = timedelta(minutes=15)
"""So long after its end it is no use any more to post by itself what a session has."""


@dataclass(frozen=True, slots=True)
class Packet:
    """What is not shared yet of what a session has."""

    session: Session
    handout: Handout
    resources: tuple[Resource, ...]
    evaluation: Both

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.resources and self.evaluation == Both()

    @property
    def phrase(self) -> Phrase:
        """The packet as it is posted; what the host puts into the webinar's chat, too."""
        facts = {
            "session": self.session,
            "resources": self.resources,
            "evaluation": self.evaluation,
        }
        return Phrase("resources.handed_out", facts)


def share(turn: Turn) -> Outcome:
    """The resources as they would be posted, and the buttons to do so."""
    return _asked(turn, RESOURCES)


def share_evaluation(turn: Turn) -> Outcome:
    """The same for the evaluation."""
    return _asked(turn, EVALUATION)


def _asked(turn: Turn, what: str) -> Outcome:
    session = sessions.meant(placed(_of_the_hour(turn)))
    if isinstance(session, Outcome):
        return session
    if session.phase is Phase.CANCELLED:
        raise Refusal("session.wrong_phase", id=session.id, phase=session.phase.value)
    return _offered(turn, session, what)


def _of_the_hour(turn: Turn) -> Turn:
    """The turn with the session under way or just over, where its words name none."""
    if turn.slots.get("session") or turn.slots.get("position"):
        return turn
    now = turn.context.now
    near = turn.context.view.between(Session, "starts", now - LONGEST, now)
    held = [e for e in near if e.phase is not Phase.CANCELLED and now <= e.ends + timedelta(days=1)]
    return replace(turn, slots={**turn.slots, "session": held[-1].id}) if held else turn


def _offered(turn: Turn, session: Session, what: str) -> Outcome:
    """The packet with its buttons; or why there is nothing to post, and where it would go."""
    packet = _packet(turn.context, session, what, turn.context.now)
    places = _rooms(turn)
    if packet.empty:
        return _nothing(turn, session, what)
    if not places:
        raise Refusal("resources.no_rooms")
    before = turn.context.now < resources.handed_out_at(session)
    moves = ("by_hand" if packet.handout.by_itself else "by_itself",) if before else ()
    card = Card(
        ref=turn.context.id_for(f"card/share/{what}"),
        skill="resources",
        buttons=("share_now", *moves),
        person=turn.address,
        about=f"session/{session.id}",
        facts={"session": session.id, "what": what, "places": [*map(_row, places)]},
        until=turn.context.now + CARD_LIFE,
    )
    facts = {
        "session": session,
        "post": texts.render_in(packet.phrase, LANGUAGES),
        "before": before,
        "by_itself": packet.handout.by_itself,
        "at": resources.handed_out_at(session),
    }
    labels = [choosing.named(turn, each) for each in card.buttons]
    return choosing.put(turn, choosing.Choice(card, Phrase("resources.share", facts), labels))


def _nothing(turn: Turn, session: Session, what: str) -> Outcome:
    """That nothing is left to share, and since when; or that there is nothing yet."""
    every = resources.resources_of(turn.context, session)
    handout = resources.handout_of(turn.context, session)
    shared = [each.shared for each in every if each.shared] if what == RESOURCES else []
    if what == EVALUATION and handout.shared:
        shared = [handout.shared]
    if not shared:
        return turn.say(f"resources.no_{what}", session=session)
    return turn.say(f"resources.shared_{what}", session=session, at=max(shared))


def _packet(context: Context, session: Session, what: str, until: datetime) -> Packet:
    """What was added by then and is not shared yet."""
    handout = resources.handout_of(context, session)
    every = resources.resources_of(context, session) if what != EVALUATION else ()
    fresh = tuple(each for each in every if each.shared is None and each.added <= until)
    open_ = handout.added is not None and handout.added <= until and handout.shared is None
    evaluation = handout.evaluation if what != RESOURCES and open_ else Both()
    return Packet(session, handout, fresh, evaluation)


def _rooms(turn: Turn) -> tuple[Place, ...]:
    """The rooms of the team and of its polls, and the one it is asked in, if others read there."""
    here = () if turn.incoming.private else (turn.incoming.place,)
    return tuple(dict.fromkeys((*_own_rooms(turn.context), *here)))


def _own_rooms(context: Context) -> tuple[Place, ...]:
    return tuple(dict.fromkeys((*context.team.spaces, *context.team.poll_rooms)))


def _row(place: Place) -> list[str]:
    return [place.channel, place.room]


def now(turn: Turn) -> Outcome:
    """The packet posted to the rooms of the card; pressed again, it posts nothing."""
    card = choosing.card_of(turn)
    session, what = _session(turn), str(card.facts["what"])
    packet = _packet(turn.context, session, what, turn.context.now)
    if card.done or packet.empty:
        return show(turn)
    places = tuple(Place(*each) for each in card.facts["places"])
    audit = noted(turn, "handout.shared", f"session/{session.id}")
    said = turn.say("resources.shared_now", session=session)
    posted = merge(_posted(turn.context, packet, places), Outcome(saves=(audit,)), said)
    return choosing.settled(turn, posted)


def _posted(
    context: Context, packet: Packet, places: tuple[Place, ...], expires: datetime | None = None
) -> Outcome:
    """The packet on its way to each place, and noted as shared."""
    handout = packet.handout.changed(posts=packet.handout.posts + 1)
    if packet.evaluation != Both():
        handout = replace(handout, shared=context.now)
    shared = tuple(each.changed(shared=context.now) for each in packet.resources)
    sends = tuple(_messages(context, packet, places, expires))
    return Outcome(saves=(handout, *shared), sends=sends)


def _messages(
    context: Context, packet: Packet, places: tuple[Place, ...], expires: datetime | None
) -> Iterator[Sending]:
    words = texts.render_in(packet.phrase, LANGUAGES)
    for place in places:
        yield Sending(
            key=f"resources/{packet.session.id}/{packet.handout.posts + 1}/{route_key(place)}",
            door=place.channel,
            to=place.room,
            content=Message(words),
            created=context.now,
            about=f"session/{packet.session.id}",
            expires=expires,
        )


def by_itself(turn: Turn) -> Outcome:
    """It will go out near the end by itself."""
    handout = resources.handout_of(turn.context, _session(turn))
    return _set(turn, handout.changed(by_itself=True), "resources.set_by_itself")


def by_hand(turn: Turn) -> Outcome:
    """It will go out only when somebody asks for it."""
    handout = resources.handout_of(turn.context, _session(turn))
    return _set(turn, handout.changed(by_itself=False), "resources.set_by_hand")


def _set(turn: Turn, handout: Handout, said: str) -> Outcome:
    session = _session(turn)
    if choosing.card_of(turn).done or resources.is_out(turn.context, session):
        return show(turn)
    told = turn.say(said, session=session, at=resources.handed_out_at(session))
    return choosing.settled(turn, merge(Outcome(saves=(handout,)), told))


def show(turn: Turn) -> Outcome:
    """How the packet of the card stands, changing nothing."""
    session, what = _session(turn), str(choosing.card_of(turn).facts["what"])
    if _packet(turn.context, session, what, turn.context.now).empty:
        return _nothing(turn, session, what)
    handout, at = resources.handout_of(turn.context, session), resources.handed_out_at(session)
    name = "set_by_itself" if handout.by_itself else "set_by_hand"
    late = resources.is_out(turn.context, session)
    return turn.say(f"resources.{'not_shared' if late else name}", session=session, at=at)


def _session(turn: Turn) -> Session:
    return sessions.of_card(turn.context, str(choosing.card_of(turn).facts["session"]))


def due(context: Context) -> Outcome:
    """What goes out by itself: once, from five minutes before the end until shortly after it."""
    places = _own_rooms(context)
    if not places:
        return Outcome()
    near = context.view.between(Session, "starts", context.now - LONGEST, context.now)
    outcomes = [_due(context, each, places) for each in near]
    return merge(*(each for each in outcomes if each)) if any(outcomes) else Outcome()


def _due(context: Context, session: Session, places: tuple[Place, ...]) -> Outcome | None:
    at, until = resources.handed_out_at(session), session.ends + LATEST
    if session.phase not in (Phase.ANNOUNCED, Phase.HELD) or not at <= context.now <= until:
        return None
    packet = _packet(context, session, BOTH, at)
    if packet.empty or not packet.handout.by_itself:
        return None
    return _posted(context, packet, places, until)
