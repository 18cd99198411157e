"""The card of a mailing: what would go out, what goes out, what has gone, and what to press."""

from dataclasses import replace
from datetime import datetime, timedelta

import cards
from bot import texts
from bot.context import Context, Languages
from bot.model.conversation import Card
from bot.model.mailing import Addressed, Mailing, Pattern, Stage, put_in
from bot.model.outbox import Letter, Sending
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.posts import Redrawn, redrawn
from bot.skills.reminders import audience, composing, nearness, ways, wording

SKILL = "reminders"
BUTTONS: dict[Stage, tuple[str, ...]] = {
    Stage.PROPOSED: ("go", "stop"),
    Stage.HELD: ("approve", "stop"),
    Stage.WAITING: ("halt",),
    Stage.RUNNING: ("halt",),
    Stage.STOPPED: ("resume", "stop"),
    Stage.DONE: ("correct",),
    Stage.DROPPED: (),
}
AGAIN = "again"
MORE = (*ways.BUTTONS, AGAIN)
ENDS = ("failed", "skipped", "together", "near", "missed", "uncertain", "unconfirmed", "delivered",
        "bounced")  # fmt: skip
KEPT = timedelta(days=60)
EXAMPLES = 3


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
        buttons=(*dict.fromkeys(each for names in BUTTONS.values() for each in names), *MORE),
        about=mailing.about,
        facts={"mailing": mailing.id},
        until=mailing.created + KEPT,
    )


def buttons_of(context: Context, mailing: Mailing) -> tuple[str, ...]:
    """The buttons of the card as it stands."""
    names = BUTTONS[mailing.stage]
    if mailing.stage is Stage.PROPOSED:
        if mailing.uncounted or not letters_of(mailing, 1):
            return ("stop",)
        return (*names, *ways.others(context, mailing.door))
    if mailing.stage is Stage.DONE and not (mailing.tally.reached or mailing.tally.unconfirmed):
        names = ()
    return (AGAIN, *names) if may_go_again(context, mailing) else names


def may_go_again(context: Context, mailing: Mailing) -> bool:
    """Whether there is still time to write once more to those of whom nothing is known."""
    in_time = mailing.expires is None or context.now < mailing.expires
    return mailing.stage is Stage.DONE and mailing.tally.unconfirmed > 0 and in_time


def rendered(context: Context, mailing: Mailing, languages: Languages) -> cards.Rendered:
    """The card as it stands."""
    said = texts.render_in(words(context, mailing), languages)
    labels = [
        (name, texts.render_in(Phrase(f"buttons.{name}"), languages))
        for name in buttons_of(context, mailing)
    ]
    return cards.render("moments", ref_of(mailing), languages, {"said": said, "buttons": labels})


def words(context: Context, mailing: Mailing) -> Phrase:
    """How the mailing stands, in words."""
    session = audience.session_of(context, mailing)
    tally = mailing.tally
    facts: dict[str, object] = {
        "session": session,
        "mailing": mailing,
        "tally": tally,
        "letters": _letters(context, mailing, session),
        "left": max(0, mailing.total - tally.ended),
        "ends": expected_end(context, mailing),
        "by": context.contact(mailing.by).name or mailing.by,
        "again": mailing.not_before if mailing.began else None,
        "now": mailing.not_before is None or mailing.not_before <= context.now,
        "hindered": _hindered(mailing),
        "others": _others(mailing),
    }
    if session is not None and mailing.stage in (Stage.PROPOSED, Stage.HELD):
        facts |= _whom(context, mailing, session)
    asked = mailing.stage in (Stage.PROPOSED, Stage.HELD)
    kind = "correction" if mailing.follows and asked else "stage"
    return Phrase(f"reminders.{kind}_{mailing.stage}", facts)


def _others(mailing: Mailing) -> list[Both]:
    """How letters ended that did not simply leave: a line for each way."""
    facts = {"hindered": _hindered(mailing), "way": ways.name(mailing.door)}
    counts = {name: getattr(mailing.tally, name) for name in ENDS}
    phrases = (
        Phrase(f"reminders.end_{name}", {**facts, "count": count})
        for name, count in counts.items()
        if count
    )
    return [texts.both(each) for each in phrases]


def letters_of(mailing: Mailing, total: int) -> int:
    """How many letters that makes, as far as it is known; ``total`` people are meant."""
    return mailing.foreseen.letters if mailing.foreseen else total


def _letters(context: Context, mailing: Mailing, session: Session | None) -> int:
    """How many letters leave, as far as it is known before they do."""
    if mailing.foreseen is not None or mailing.follows or session is None:
        return letters_of(mailing, mailing.total)
    who = audience.of_session(context, session, tuple(mailing.facts["groups"]))
    return max(0, mailing.total - who.suppressed)


def _whom(context: Context, mailing: Mailing, session: Session) -> dict[str, object]:
    """Who would be written to, how long that takes, and the first letters word for word."""
    who = audience.of_session(context, session, tuple(mailing.facts["groups"]))
    counts = [(name, count) for name, count in who.languages.items() if count]
    samples = [
        (each, as_received(mailing, composing.pattern(context, mailing, each), each))
        for each in audience.samples(context, mailing)[: 1 if mailing.follows else None]
        if not mailing.uncounted
    ]
    letters = letters_of(mailing, who.letters)
    total = mailing.total if mailing.follows else letters
    journey = ways.Journey(mailing.door, total, context.now, mailing.expires or session.starts)
    proposed = mailing.stage is Stage.PROPOSED
    shown = ways.described(context, journey) if proposed else ways.chosen(context, journey)
    late = ways.too_long(context, journey)
    said = [each for each in (shown, late) if each is not None]
    said += nearness.lines(context, mailing, session)
    return {"who": who, "letters": letters, "counts": counts, "samples": samples, "ways": said}


def _hindered(mailing: Mailing) -> Both | None:
    """What keeps the letters from being taken, and what to do about it."""
    if not mailing.hindrance:
        return None
    commonest = [*mailing.returned.items()][:EXAMPLES]
    facts = {
        "way": ways.name(mailing.door),
        "answer": mailing.answer,
        "again": mailing.not_before,
        "tally": mailing.tally,
        "domains": [f"{domain} ({many})" for domain, many in commonest],
    }
    return texts.both(Phrase(f"reminders.hindered_{mailing.hindrance}", facts))


def as_received(mailing: Mailing, pattern: Pattern, person: Addressed) -> Letter:
    """The letter as this person would receive it, but for the page that is theirs alone.

    By a way that gives everybody the same words, it has nothing of the person.
    """
    if mailing.door in ways.ANONYMOUS:
        same = pattern.anonymous
        return replace(same, body=put_in(same.body, pattern.values))
    personal = {
        name: "…" if name.partition("_")[0] == wording.OWN else value
        for name, value in person.values.items()
    }
    values = {**pattern.values, **personal}
    return replace(pattern.letter, body=put_in(pattern.letter.body, values))


def expected_end(context: Context, mailing: Mailing) -> datetime | None:
    """When the last letter should leave, at the speed so far; None while that says nothing."""
    ended, began = mailing.tally.ended, mailing.began
    if began is None or ended < 20 or mailing.stage is not Stage.RUNNING:
        return None
    a_letter = (context.now - began) / ended
    return context.now + a_letter * max(0, mailing.total - ended)


def told(context: Context, mailing: Mailing) -> tuple[Sending, ...]:
    """The card anew wherever it is shown."""

    def draw(languages: Languages) -> tuple[str, cards.Rendered]:
        said = texts.render_in(words(context, mailing), languages)
        return said, rendered(context, mailing, languages)

    card = Redrawn(ref_of(mailing), mailing.version, mailing.about, draw)
    return redrawn(context, card, mailing.places)
