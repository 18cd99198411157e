"""“why did tom@example.org get this?” / « pourquoi kim@example.org n'a pas reçu le rappel? »."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import sessions, texts
from bot.context import Context, Languages, Turn
from bot.model.mailing import Mailing, Stage
from bot.model.once import Told
from bot.model.outbox import LEDGERS, PROGRESS, Errand, Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.registration import Registration, Standing, registration_key
from bot.model.session import Session
from bot.model.suppression import UNREACHED
from bot.model.words import Language, Phrase
from bot.skills.reminders import card
from bot.speakers import person
from bot.suppression import left_out

MOST = 5
LEFT = ("sent", "begun", "uncertain")
UNBORN = (Stage.PROPOSED, Stage.HELD)


def why(turn: Turn) -> Outcome:
    """The promise to look; what is found follows by itself, in the same place."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    who = person(turn)
    if isinstance(who, Outcome):
        return who
    found = turn.context.view.find(Mailing, "tells", f"session/{session.id}")
    begun = [each for each in found if each.stage not in UNBORN and each.began][-MOST:]
    if not begun:
        return turn.say("reminders.none_yet", session=session, address=who.address)
    place, context = turn.incoming.place, turn.context
    errand = Sending(
        key=f"{PROGRESS}why/{context.id_for('why')}",
        door=LEDGERS,
        to=who.address,
        content=Errand(
            "look",
            {
                "mailings": [each.id for each in begun],
                "session": session.id,
                "place": [place.channel, place.room],
                "languages": list(turn.languages),
            },
        ),
        created=context.now,
        then=card.SKILL,
    )
    said = turn.say("reminders.looking", address=who.address)
    return Outcome(answer=said.answer, sends=(errand,))


def found(context: Context, errand: Sending, receipt: Mapping[str, Any]) -> Outcome:
    """What the ledgers said, in words, for whoever asked."""
    assert isinstance(errand.content, Errand)
    view, facts = context.view, errand.content.facts
    session = view.get(Session, str(facts["session"]))
    if session is None:
        return Outcome()
    languages: Languages = tuple(facts["languages"])
    asked = Asked(context, session, errand.to)
    lines = [
        line
        for number in facts["mailings"]
        if (mailing := view.get(Mailing, str(number))) is not None
        and (line := asked.line(mailing, receipt.get(mailing.id, ""))) is not None
    ]
    about = {"address": errand.to, "session": session}
    heading = Phrase("reminders.about_one" if lines else "reminders.none_yet", about)
    text = texts.join([_listed([heading, *lines], language) for language in languages])
    place = Place(*facts["place"])
    return Outcome(
        sends=(
            Sending(
                key=f"{errand.key}/found",
                door=place.channel,
                to=place.room,
                content=Message(text),
                created=context.now,
            ),
        )
    )


def _listed(lines: list[Phrase], language: Language) -> str:
    return "\n".join(texts.render(each, language) for each in lines)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked about: a person and a session."""

    context: Context
    session: Session
    address: str

    def line(self, mailing: Mailing, note: str) -> Phrase | None:
        """What one mailing did for the person, and why; None if it told them of other things."""
        end, _, rest = note.partition(" ")
        doubt, _, why = rest.partition(" ")
        began = mailing.began or mailing.created
        facts: dict[str, object] = {"at": began, "uncertain": doubt == "uncertain"}
        about = f"session/{self.session.id}"
        if end in LEFT:
            told = Told.read(why, began)
            tells = {mailing.about} | {
                each.about for each in mailing.beside if each.mailing in told.beside
            }
            if about not in tells:
                return None
            others = [self._session(each) for each in sorted(tells - {about})]
            facts |= {"at": told.at, "others": others}
        elif mailing.about != about:
            return None
        elif end == "together":
            other = self.context.view.get(Mailing, why)
            facts["other"] = self._session(other.about) if other else None
        reason = end or _why_not(self.context, mailing, self.address)
        return Phrase(f"reminders.one_{reason}", facts)

    def _session(self, about: str) -> Session | None:
        return self.context.view.get(Session, about.partition("/")[2])


def _why_not(context: Context, mailing: Mailing, address: str) -> str:
    """Why a mailing has nothing in its ledger for this person."""
    session = mailing.about.partition("/")[2]
    mine = context.view.get(Registration, registration_key(session, address))
    if mine is None:
        return "not_registered"
    if mine.standing is not Standing.REGISTERED:
        return f"was_{mine.standing}"
    if mailing.frozen is not None and mine.at > mailing.frozen:
        return "came_later"
    if left_out(context, address, UNREACHED):
        return "skipped"
    return "not_yet" if mailing.stage in (Stage.WAITING, Stage.RUNNING) else "stopped_before"
