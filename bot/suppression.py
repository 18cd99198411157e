"""Who is left out of letters to many, and the way out of those that nobody asked for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot import texts
from bot.context import Context
from bot.model.erasure import ALIAS
from bot.model.mailing import Pattern
from bot.model.outbox import Letter
from bot.model.outcome import Outcome
from bot.model.suppression import Suppressed, Why
from bot.model.words import Language, Phrase

TOKEN = "unsubscribe"  # noqa: S105 - the name of a blank
BETWEEN = "\n\n---\n\n"


def entries(context: Context, address: str) -> tuple[Suppressed, ...]:
    """What the list says of an address, by itself and by the seal that stands for it."""
    keys = dict.fromkeys((address.lower(), context.sealed(address.lower())))
    found = (context.view.get(Suppressed, key) for key in keys)
    return tuple(each for each in found if each is not None)


def reasons(context: Context, address: str) -> frozenset[Why]:
    """All reasons for which this address is left out of something."""
    if address.startswith(ALIAS):
        return frozenset({"erased"})
    return frozenset(why for each in entries(context, address) for why in each.why)


def left_out(context: Context, address: str, of: Iterable[Why]) -> Why | None:
    """The first of these reasons that this address has; None if it may be written to."""
    found = reasons(context, address)
    return next((why for why in of if why in found), None)


def added(context: Context, address: str, why: Why) -> Outcome:
    """The address on the list for this reason; nothing where that stood there already."""
    if why in reasons(context, address):
        return Outcome()
    key = address.lower()
    known = context.view.get(Suppressed, key) or Suppressed(address=key)
    return Outcome(saves=(known.now(why, context.now),))


def lifted(context: Context, address: str, *reasons: Why) -> Outcome:
    """The address without these reasons; off the list where none is left."""
    found = [(each, each.without(*reasons)) for each in entries(context, address)]
    changed = [(before, after) for before, after in found if before != after]
    return Outcome(
        saves=tuple(after for _, after in changed if after.why),
        removes=tuple(before for before, after in changed if not after.why),
    )


def erased(context: Context, address: str) -> datetime | None:
    """When the owner of this address was erased; None if they were not, or have come anew."""
    return next((each.erased for each in entries(context, address) if each.erased), None)


def come_anew(context: Context, address: str) -> Outcome:
    """The address as it stands once its owner has come anew, who had been erased.

    What they come for reaches them; letters that nobody asked for still do not.
    """
    kept = (
        each.without("erased").now("unsubscribed", each.erased)
        for each in entries(context, address)
        if each.erased is not None
    )
    return Outcome(saves=tuple(kept))


def page_of(context: Context, token: str) -> str:
    """The page by which the owner of a token receives nothing more that they did not ask for."""
    return f"{context.setup.public_url}/u/{token}"


def with_way_out(context: Context, pattern: Pattern) -> Pattern:
    """The letter with the way to receive no more such letters, at its end and for mail programs.

    Whoever fills it gives each person's token (``Context.token``) under the name ``TOKEN``. Where
    nothing can be a person's own, the words say whom to ask.
    """
    page = page_of(context, f"(({TOKEN}))")
    letter, anonymous = pattern.letter, pattern.anonymous
    own = Phrase("suppression.way_out", {"page": page})
    ask = Phrase("suppression.way_out_asked")
    return replace(
        pattern,
        letter=replace(letter, body=_ended(letter, own), unsubscribe=page),
        anonymous=replace(anonymous, body=_ended(anonymous, ask)),
    )


def _ended(letter: Letter, phrase: Phrase) -> str:
    """The body with these words at the end of each language."""
    parts = letter.body.split(BETWEEN) if len(letter.languages) > 1 else [letter.body]
    languages: tuple[Language, ...] = letter.languages
    if len(parts) != len(languages):
        said = (texts.render(phrase, each) for each in languages)
        return "\n\n".join([letter.body, *said])
    ends = zip(parts, languages, strict=True)
    return BETWEEN.join(f"{part}\n\n{texts.render(phrase, each)}" for part, each in ends)
