"""Invite one person to speak, moderate or host: "invite sam@example.org to session 1".

« inviter sam@example.org à la séance 1 ». Inviting one named person is routine: done and said.
"""

from bot import sessions, texts
from bot.context import ORGANISERS, Context, Heard, Skill, Turn, merge
from bot.errors import Refusal
from bot.invites import card
from bot.invites.card import Asking
from bot.invites.notes import Word, to_speaker
from bot.model.outbox import Person
from bot.model.outcome import Outcome
from bot.model.people import Contact, Noted
from bot.model.session import Session
from bot.model.speaking import Part, Reply, Speaking, speaking_key
from bot.model.words import Phrase
from bot.speakers import person


def handle(turn: Turn) -> Outcome:
    """Invite the person, once; who was invited before is only spoken of."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    facts = {"session": session}
    if card.closed(turn.context, session):
        raise Refusal("speaker_invite.closed", **facts)
    who = person(turn)
    if isinstance(who, Outcome):
        return who
    known = turn.context.view.get(Speaking, speaking_key(session.id, who.address))
    if known:
        return _as_it_stands(turn, Asking(session, known))
    return _invited(turn, session, who)


def _as_it_stands(turn: Turn, asking: Asking) -> Outcome:
    speaking = asking.speaking
    return turn.say(
        "speaker_invite.already",
        session=asking.session,
        speaking=speaking,
        part=texts.both(Phrase(f"speakers.{speaking.part}")),
        state=texts.both(Phrase(f"speakers.{speaking.reply}", {"speaking": speaking})),
    )


def _invited(turn: Turn, session: Session, who: Person) -> Outcome:
    context = turn.context
    new = Speaking(
        session=session.id,
        address=who.address,
        name=who.name,
        part=_part(turn),
        asked=context.now,
        asked_by=turn.address,
    )
    asking = Asking(session, card.begun(context, session, new)[1])
    facts = {"session": session, "speaking": asking.speaking, "team": context.team.name}
    part = asking.speaking.part
    words = Phrase(f"speaker_invite.asks_{part}", facts)
    said = turn.say(
        "speaker_invite.sent",
        **facts,
        by_mail=not context.contact(who.address).places,
        clashes=_clashes(context, asking),
    )
    saves = (asking.speaking, *_met(context, who), _for_the_digest(turn, asking))
    letter = to_speaker(context, asking, Word(words, f"speaker_invite.subject_{part}"))
    return merge(Outcome(saves=saves), letter, said)


def _part(turn: Turn) -> Part:
    said = str(turn.slots.get("part", ""))
    return Part(said) if said in {each.value for each in Part} else Part.SPEAKER


def _clashes(context: Context, asking: Asking) -> list[Session]:
    """The sessions at the same time that this person is asked for too."""
    mine = asking.session
    parts = context.view.find(Speaking, "address", asking.speaking.address)
    others = [
        context.view.get(Session, each.session) for each in parts if each.reply is not Reply.NO
    ]
    return [
        each for each in others if each and not card.closed(context, each) and _overlap(each, mine)
    ]


def _overlap(one: Session, other: Session) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _met(context: Context, who: Person) -> tuple[Contact, ...]:
    """The person as a contact to be found by name later, if they are new."""
    known = context.view.get(Contact, who.address)
    return () if known or not who.name else (Contact(address=who.address, name=who.name),)


def _for_the_digest(turn: Turn, asking: Asking) -> Noted:
    return Noted(
        id=turn.context.id_for("noted"),
        at=turn.context.now,
        who=turn.address,
        what="speaker.invited",
        about=f"session/{asking.session.id}",
    )


SKILL = Skill("speaker_invite", hears={"speaker.invite": Heard(handle, ORGANISERS)})
