"""The address of a page comes back: the post is out, and where."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from bot.context import Context, Question, Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.promotion import Channel, Post, PostState
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.promoting import plan
from bot.promoting.naming import called
from bot.skills.promotion import card, sending
from bot.skills.promotion.choosing import NAME, Told, in_words, pressed
from bot.skills.promotion.leaving import must_be_handed

LONGEST = 2_000
PLACES: tuple[tuple[Channel, re.Pattern[str]], ...] = (
    (Channel.WIRE, re.compile(r"gccollab\.ca/thewire")),
    (Channel.EVENT_PAGE, re.compile(r"gccollab\.ca/event_calendar")),
    (Channel.GROUP, re.compile(r"gccollab\.ca/(?:discussion|groups)")),
    (Channel.GCMESSAGE, re.compile(r"message\.gccollab\.ca")),
    (Channel.X, re.compile(r"(?:x|twitter)\.com/")),
)
"""What an address holds that leads to each kind of place."""


def press(turn: Turn) -> Outcome:
    """The post of the card is out; with its address, if it has one."""
    told = pressed(turn)
    return _out(turn, told, _address(turn.press.fields.get("address", "")))


def said(turn: Turn) -> Outcome:
    """The post that a pasted address belongs to is out."""
    address = _address(str(turn.slots.get("url", "")))
    found = _waiting(turn)
    named = str(turn.slots.get("channel", ""))
    alike = plan.named([each.post for each in found], named) if named else _alike(found, address)
    found = [each for each in found if each.post in alike]
    if not found:
        return _noted_before(turn, address)
    if len(found) > 1:
        return _which(turn, found)
    return _out(turn, found[0], address)


def _noted_before(turn: Turn, address: str) -> Outcome:
    """That the address is noted, if it is; raises Refusal if nothing was handed over for it."""
    live = turn.context.view.find(Post, "live", "yes")
    known = [each for each in live if each.address == address != ""]
    if not known:
        raise Refusal(f"{NAME}.nothing_handed")
    return turn.say(f"{NAME}.out_already", called=called(known[0]), post=known[0])


def _waiting(turn: Turn) -> list[Told]:
    """The posts that were handed over and are not known to be out, the person's own first."""
    view = turn.context.view
    posts = [e for e in view.find(Post, "live", "yes") if e.state is PostState.HANDED]
    wanted = str(turn.slots.get("session", ""))
    told = [Told(session, e) for e in posts if (session := view.get(Session, e.session))]
    told = [e for e in told if wanted in ("", e.session.id)]
    return [e for e in told if e.post.poster == turn.address] or told


def _alike(found: list[Told], address: str) -> list[Post]:
    """Those whose place the address leads to; all of them if it leads to none that is known."""
    kinds = {channel for channel, pattern in PLACES if pattern.search(address)}
    posts = [each.post for each in found]
    return [each for each in posts if each.channel in kinds] or ([] if kinds else posts)


def _which(turn: Turn, found: list[Told]) -> Outcome:
    posts = [called(each.post) for each in found]
    choices = [(e.post.name, in_words(called(e.post), turn.languages)) for e in found]
    asked = Phrase(f"{NAME}.which_is_out", {"posts": posts})
    sessions = {each.session.id for each in found}
    slots = {**turn.slots, **({"session": sessions.pop()} if len(sessions) == 1 else {})}
    return replace(turn, slots=slots).pose(Question("channel", asked, choices))


def _address(typed: str) -> str:
    """The address, if it is one of a page; empty for none. Raises Refusal for anything else."""
    written = typed.strip().rstrip(".,;")
    if not written:
        return ""
    try:
        parts = urlsplit(written)
        page = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        page = False
    if not page or len(written) > LONGEST or not written.isprintable() or " " in written:
        raise Refusal(f"{NAME}.no_page")
    return written


def _out(turn: Turn, told: Told, address: str) -> Outcome:
    """The post as done; the same again if the same is said again."""
    must_be_handed(told.post)
    if told.post.state is PostState.OUT and told.post.address == address:
        return card.state(turn, told)
    out = told.post.changed(
        state=PostState.OUT, address=address, out=told.post.out or turn.context.now, trouble=""
    )
    audit = noted(turn, "promo.out", f"session/{told.session.id}")
    facts = {"called": called(out), "post": out, "session": told.session}
    facts["left"] = _left(turn.context, told)
    outcome = Outcome(saves=(*plan.with_(turn.context, told.session, out), audit))
    outcome = merge(outcome, sending.stopped(turn.context, told.post))
    answer = turn.reply(f"{NAME}.out", **facts)
    ref = turn.card.ref if turn.card else ""
    return merge(outcome, Outcome(answer=replace(answer, replaces=ref)))


def _left(context: Context, told: Told) -> int:
    """How many posts of the session are still to go out."""
    ended = (PostState.OUT, PostState.DROPPED)
    posts = plan.posts(context, told.session)
    return sum(each.state not in ended and each.name != told.post.name for each in posts)
