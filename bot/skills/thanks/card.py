"""The card of a session's thank-yous: what would go out, what goes out, what has gone."""

from dataclasses import replace
from datetime import timedelta

import cards
from bot import texts
from bot.context import Context, Languages
from bot.model.conversation import Card
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Sending
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.posts import Redrawn, redrawn
from bot.resources import public_evaluation
from bot.skills.thanks import audience, wording

SKILL = "thanks"
BUTTONS: dict[Stage, tuple[str, ...]] = {
    Stage.PROPOSED: ("go", "stop"),
    Stage.HELD: ("approve", "stop"),
    Stage.WAITING: ("halt",),
    Stage.RUNNING: ("halt",),
    Stage.STOPPED: ("resume", "stop"),
    Stage.DONE: (),
    Stage.DROPPED: (),
}
ENDS = ("failed", "skipped", "missed", "uncertain", "bounced")
KEPT = timedelta(days=60)
MANY = 200
"""More letters than this leave only when a second organiser agrees."""


def mailing_id(session: Session) -> str:
    """What the thank-yous of a session are called: there is never a second mailing."""
    return f"{SKILL}.{session.id}"


def ref_of(mailing: Mailing) -> str:
    """What the card of a mailing is called."""
    return f"{SKILL}-{mailing.id}"


def standing(context: Context, ref: str) -> Card | None:
    """The card of a mailing, as the team may press it now."""
    mailing = context.view.get(Mailing, ref.partition("-")[2])
    return of_mailing(mailing) if mailing else None


def of_mailing(mailing: Mailing) -> Card:
    """The card of a mailing; who may press it is a matter of roles."""
    return Card(
        ref=ref_of(mailing),
        skill=SKILL,
        buttons=tuple(dict.fromkeys(each for names in BUTTONS.values() for each in names)),
        about=mailing.about,
        facts={"mailing": mailing.id},
        until=mailing.created + KEPT,
    )


def buttons_of(mailing: Mailing) -> tuple[str, ...]:
    """The buttons of the card as it stands; nothing leaves before it was counted."""
    if mailing.stage is Stage.PROPOSED and not letters(mailing):
        return ("stop",) if mailing.uncounted else ()
    return BUTTONS[mailing.stage]


def letters(mailing: Mailing) -> int:
    """How many letters would leave, as far as that was counted."""
    return mailing.foreseen.letters if mailing.foreseen else 0


def needs_second(mailing: Mailing) -> bool:
    """Whether somebody other than who asks must agree: so many letters, or any to partners."""
    forms = mailing.foreseen.forms if mailing.foreseen else {}
    return letters(mailing) > MANY or bool(forms.get(wording.PARTNERS))


def words(context: Context, mailing: Mailing, languages: Languages) -> Phrase:
    """How the mailing stands, in words; who reads them in both languages reads no letter twice."""
    session, tally = audience.session_of(context, mailing), mailing.tally
    facts: dict[str, object] = {
        "session": session,
        "mailing": mailing,
        "tally": tally,
        "both": len(languages) > 1,
        "left": max(0, mailing.total - tally.ended),
        "by": context.contact(mailing.by).name or mailing.by,
        "ends": [
            texts.both(Phrase(f"{SKILL}.end_{name}", {"count": count}))
            for name in ENDS
            if (count := getattr(tally, name))
        ],
    }
    if session is not None and mailing.stage in (Stage.PROPOSED, Stage.HELD):
        facts |= _foreseen(context, mailing, session)
    counting = mailing.uncounted and mailing.stage is Stage.PROPOSED
    return Phrase(f"{SKILL}.{'counting' if counting else f'stage_{mailing.stage}'}", facts)


def _foreseen(context: Context, mailing: Mailing, session: Session) -> dict[str, object]:
    """How many letters go to each group, and what stands in them."""
    counted = mailing.foreseen.forms if mailing.foreseen else {}
    groups = [(group, counted[group]) for group in wording.GROUPS if counted.get(group)]
    wanted, known = mailing.facts["groups"], audience.known(context, session)
    return {
        "letters": letters(mailing),
        "left_out": mailing.foreseen.left_out if mailing.foreseen else 0,
        "groups": [(_named(group, count), count) for group, count in groups],
        "examples": [
            (
                _named(group, count),
                wording.example(context, session, group, mailing.wordings[group]),
            )
            for group, count in groups
        ],
        "unknown": wording.CAME not in known and tuple(wanted) == known,
        "no_evaluation": wording.CAME in wanted and not _has_evaluation(context, session),
        "no_recording": wording.ABSENT in wanted and not session.recording,
        "second": needs_second(mailing),
    }


def _named(group: str, count: int) -> Both:
    return texts.both(Phrase(f"{SKILL}.group_{group}", {"count": count}))


def _has_evaluation(context: Context, session: Session) -> bool:
    found = public_evaluation(context, session)
    return bool(found.en or found.fr)


def rendered(context: Context, mailing: Mailing, languages: Languages) -> cards.Rendered:
    """The card as it stands."""
    said = texts.render_in(words(context, mailing, languages), languages)
    labels = [
        (name, texts.render_in(Phrase(f"buttons.{name}"), languages))
        for name in buttons_of(mailing)
    ]
    return cards.render("moments", ref_of(mailing), languages, {"said": said, "buttons": labels})


def told(context: Context, mailing: Mailing) -> tuple[Sending, ...]:
    """The card anew wherever it is shown."""

    def draw(languages: Languages) -> tuple[str, cards.Rendered]:
        said = texts.render_in(words(context, mailing, languages), languages)
        return said, rendered(context, mailing, languages)

    card = Redrawn(ref_of(mailing), mailing.version, mailing.about, draw)
    return redrawn(context, card, mailing.places)


def waiting(mailing: Mailing, session: Session | None, here: str) -> Card:
    """The card, for as long as it can be answered in words by whoever it was shown to."""
    title = f"{session.title.en} {session.title.fr} {session.id}" if session else ""
    names = ("thanks thank-yous remerciements", title)
    return replace(of_mailing(mailing), waits_with=here, names=names)
