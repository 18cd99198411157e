"""The card of a post: exactly what goes out, in both languages, and what may be done with it."""

import re
from dataclasses import dataclass, replace
from typing import Any

import cards
from bot import texts
from bot.context import Context, Languages, Turn
from bot.describing import parity
from bot.model.conversation import Card
from bot.model.mailing import Mailing, Stage
from bot.model.outcome import Answer, Outcome
from bot.model.people import Place, route_key
from bot.model.promotion import Channel, Post, PostState
from bot.model.words import Both, Phrase
from bot.posts import Shown
from bot.promoting import approving, handing, lists, plan
from bot.promoting.naming import called
from bot.promoting.rendering import Rendered, Side, rendered
from bot.promoting.sealing import differences, facts_in
from bot.promoting.telling import in_words, people, person, state_of
from bot.promoting.wanted import Wanted
from bot.skills.promotion.choosing import NAME, Told

APPROVING = ("approve_words", "refuse_words", "change_this")
OURS = ("schedule", "send_now")
EVERY = (
    "ask_approval", *APPROVING, "reword", "replan", "drop_post", "hand_over", *OURS, "hold_back",
    "posted", "not_out",
)  # fmt: skip
BUTTONS: dict[PostState, tuple[str, ...]] = {
    PostState.DRAFT: ("ask_approval", "reword", "replan", "drop_post"),
    PostState.REVIEWED: (*APPROVING, "reword"),
    PostState.APPROVED: ("hand_over", "reword", "replan"),
    PostState.SCHEDULED: ("hold_back", "send_now"),
    PostState.HANDED: ("posted", "hand_over"),
    PostState.OUT: ("posted",),
    PostState.DROPPED: (),
}
FIELDS = {PostState.REVIEWED: "wish", PostState.HANDED: "address", PostState.OUT: "address"}
"""The field of the card in each state that has one."""


BLANK = re.compile(r"\(\(\w+\)\)")
LINK = "link"
"""The channel of signed links."""
ROOM, TITLE = 4_500, 250
"""Bytes of a card for the text of each language with its lines, characters of its headline."""
TELLING = 120
"""Characters, without blanks, from which the language of a text shows."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a card is: one person or those of a room; ``outside`` only says yes or no.

    ``on_page`` is the signed page: there is room for all, and those of a room can only read.
    """

    person: str = ""
    place: Place | None = None
    outside: bool = False
    on_page: bool = False


def buttons_of(context: Context, told: Told, reader: Reader) -> tuple[str, ...]:
    """What this reader may press as things stand."""
    post = told.post
    if reader.on_page and not reader.person:
        return ()
    if reader.outside:
        return APPROVING if post.state is PostState.REVIEWED else ()
    if post.state is PostState.APPROVED and plan.is_ours(context, post):
        return (*OURS, "reword", "replan")
    if post.state is PostState.HANDED and post.channel in plan.LISTED:
        return _of_mailing(told.mailing or lists.mailing_of(context, post))
    if post.state is PostState.HANDED and plan.is_ours(context, post):
        return ("posted", "not_out")
    return BUTTONS[post.state]


def _of_mailing(mailing: Mailing | None) -> tuple[str, ...]:
    """Letters on their way may be stopped, and go on."""
    if mailing is not None and mailing.stage is Stage.DONE:
        return ()
    stopped = mailing is not None and mailing.stage is Stage.STOPPED
    return ("send_now",) if stopped else ("hold_back",)


def record(context: Context, told: Told, reader: Reader) -> Card:
    """The card as it is kept: for whom, about which post, what exactly it shows."""
    post, to = told.post, reader.person or reader.place
    shown = approving.mark(rendered(context, post))
    field = FIELDS.get(post.state)
    return Card(
        ref=context.id_for(f"card/{post.key}/{to}"),
        skill=NAME,
        buttons=EVERY,
        inputs=("wish", "address", "reason") if field else (),
        person=reader.person,
        place=reader.place,
        about=f"session/{post.session}",
        version=post.version,
        facts={"post": post.key, "shown": shown, "outside": reader.outside},
        until=told.session.ends,
        waits_with=_waits_with(post, reader),
        names=(called(post).en, called(post).fr, post.session),
    )


def _waits_with(post: Post, reader: Reader) -> str | None:
    """With whom it waits for an answer in words: only a card that asks for a yes does."""
    if post.state is not PostState.REVIEWED:
        return None
    return reader.person or (route_key(reader.place) if reader.place else None)


def shown(context: Context, told: Told, reader: Reader) -> Shown:
    """The card, and how it is drawn."""
    kept = record(context, told, reader)
    return Shown(kept, lambda languages: drawn(context, told, reader, languages, kept.ref))


def offered(turn: Turn, told: Told, said: Phrase | None = None) -> Outcome:
    """The card as the answer, after some words perhaps; its buttons may be typed."""
    reader = Reader(turn.address)
    kept = record(turn.context, told, reader)
    drawn_card = drawn(turn.context, told, reader, turn.languages, kept.ref, said)
    outcome = turn.offer(kept, drawn_card, said or words(told))
    text = in_full(turn.context, told, turn.languages)
    if said is not None:
        text = f"{texts.render_in(said, turn.languages)}\n\n{text}"
    return replace(outcome, answer=replace(outcome.answer, text=text))


def state(turn: Turn, told: Told, said: Phrase | None = None) -> Outcome:
    """How the post stands, in the place of the pressed card."""
    if turn.card is None:
        return offered(turn, told, said)
    outside = bool(turn.card.facts.get("outside"))
    on_page = turn.incoming.place.channel == LINK
    reader = Reader(turn.card.person, turn.card.place, outside, on_page)
    kept = replace(record(turn.context, told, reader), ref=turn.card.ref)
    text = texts.render_in(said, turn.languages) if said else ""
    text = text or in_full(turn.context, told, turn.languages)
    card = drawn(turn.context, told, reader, turn.languages, kept.ref, said)
    return Outcome(saves=(kept,), answer=Answer(text, card, replaces=kept.ref))


def shown_now(turn: Turn, told: Told) -> Outcome:
    """The card as it stands now; a page of its own needs no words beside it."""
    outcome = state(turn, told)
    if turn.incoming.place.channel != LINK or turn.incoming.press is not None:
        return outcome
    return replace(outcome, answer=replace(outcome.answer, text=""))


def words(told: Told) -> Phrase:
    """The first line of the card, in words."""
    return Phrase(f"{NAME}.title", {"session": told.session, "called": called(told.post)})


def in_full(context: Context, told: Told, languages: Languages) -> str:
    """All that the card says, in words."""
    facts = facts_of(context, told)
    parts = [
        f"{texts.render(words(told), each)}\n{facts['head'].in_(each)}\n\n"
        f"{facts['shown'].in_(each)}\n\n{facts['below'].in_(each)}".rstrip()
        for each in languages
    ]
    return "\n\n".join(parts)


def facts_of(context: Context, told: Told) -> dict[str, Any]:
    """What is to be said of a post."""
    post, now = told.post, rendered(context, told.post)
    facts: dict[str, Any] = {
        "session": told.session,
        "post": post,
        "called": called(post),
        "state": state_of(context, post),
        "people": people(context, post),
        "poster": person(context, post.poster),
        "reach": _reach(context, post),
        "problems": [texts.both(each) for each in now.problems],
        "notes": [texts.both(each) for each in now.notes],
        "differing": differing(now),
        "changed": changed(context, post),
        "override": post.approval.overrides if post.approval else "",
    }
    return {
        **facts,
        "head": texts.both(Phrase(f"{NAME}.head", facts)),
        "below": texts.both(Phrase(f"{NAME}.below", facts)),
        "shown": texts.both(Phrase(f"{NAME}.shown", {"sides": _sides(now)})),
    }


def _sides(now: Rendered) -> list[dict[str, object]]:
    return [
        {"label": texts.both(_side(each)), "subject": each.subject, "text": each.text}
        for each in now.sides.values()
    ]


def _reach(context: Context, post: Post) -> Both:
    """To how many it goes, as far as we know."""
    habits = plan.habits(context)
    many = len(habits.by_us) if post.channel is Channel.DIRECTOR else 0
    if post.channel in plan.LISTED:
        many = lists.count(context, post)
    ours = plan.is_ours(context, post)
    wanted = Wanted.read(post.target) if post.channel is Channel.ATTENDEES else Wanted()
    facts = {"post": post, "ours": ours, "many": many, "wanted": wanted}
    return texts.both(Phrase(f"{NAME}.reach", facts))


def differing(now: Rendered) -> list[Both]:
    """What the words say in one language and not in the other; their blanks are filled alike."""
    body = now.copy.body
    found = parity.differences(body)
    told = min(len(BLANK.sub("", side)) for side in (body.en, body.fr))
    kept = [e for e in found if told >= TELLING or not e.key.startswith("parity.reads_as")]
    return [texts.both(each) for each in kept]


def changed(context: Context, post: Post) -> list[Both]:
    """The facts that are not what they were at the yes: each its label, before, now."""
    if post.approval is None:
        return []
    found = differences(post.approval, facts_in(context, post))
    return [in_words(each) for each in found]


def drawn(
    context: Context,
    told: Told,
    reader: Reader,
    languages: Languages,
    ref: str,
    said: Phrase | None = None,
) -> cards.Rendered:
    """The card for this reader."""
    now, said_of = rendered(context, told.post), facts_of(context, told)
    labels = [
        (each, texts.render_in(Phrase(f"buttons.{each}"), languages))
        for each in buttons_of(context, told, reader)
    ]
    facts = {
        "said": texts.render_in(said, languages) if said else "",
        "heading": texts.render_in(words(told), languages),
        "head": _in(said_of["head"], languages),
        "below": _in(said_of["below"], languages),
        "sides": [
            (each.language, texts.render_in(_side(each), (each.language,)), each.subject, each.text)
            for each in now.sides.values()
        ],
        "whole": reader.on_page,
        "most": ROOM,
        "page": "" if reader.on_page or _fits(now) else context.link(ref),
        "files": () if reader.on_page else tuple(handing.links(context, told.post, languages)),
        "field": FIELDS.get(told.post.state, "") if labels else "",
        "buttons": labels,
    }
    return cards.render("post", ref, languages, facts)


def _fits(now: Rendered) -> bool:
    """Whether a card shows all that would go out."""
    sides = now.sides.values()
    return all(cards.fits(each.text, ROOM) and len(each.subject) <= TITLE for each in sides)


def _in(value: Both, languages: Languages) -> str:
    return texts.join(list(dict.fromkeys(filter(None, map(value.in_, languages)))))


def _side(side: Side) -> Phrase:
    return Phrase(f"{NAME}.side", {"side": side})
