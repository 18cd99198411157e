"""What came of looking and of erasing, for whoever asked."""

import json
from dataclasses import replace

import cards
from bot import texts
from bot.context import Context, Turn, merge
from bot.invites.card import kept_sessions
from bot.model.erasure import Erasure, Step
from bot.model.outbox import PROGRESS, Message, Sending
from bot.model.outcome import Outcome
from bot.model.words import Phrase
from bot.posts import Note, to_space
from bot.skills.erasure import card


def found(turn: Turn) -> Outcome:
    """The card once it is counted; word to an organiser once it is done; word of a failure."""
    _, number, verb, _ = turn.result.key.split("/")
    erasure = turn.context.view.get(Erasure, number)
    if erasure is None:
        return Outcome()
    if turn.result.problem or "found" not in turn.result.facts:
        return _failed(turn.context, erasure)
    counts: dict[str, int] = json.loads(turn.result.facts["found"])
    if verb != "count":
        return _done(turn, erasure)
    held = tuple(turn.result.facts.get("held", "").split())
    return _counted(turn.context, erasure.changed(held=held), counts)


def _counted(context: Context, erasure: Erasure, counts: dict[str, int]) -> Outcome:
    if not sum(counts.values()) and not erasure.held:
        nothing = _told(context, erasure, Phrase("erasure.nothing"))
        return Outcome(removes=(erasure,), sends=(nothing,))
    shown = erasure.changed(step=Step.SHOWN, counts=counts)
    rendered = card.rendered(context, shown, shown.languages)
    told = _told(context, shown, card.words(context, shown), rendered)
    return Outcome(saves=(shown, card.of_erasure(shown)), sends=(told,))


def _done(turn: Turn, erasure: Erasure) -> Outcome:
    """Whoever asked for themselves hears nothing more: that would bring them back."""
    context = turn.context
    if erasure.own:
        return Outcome()
    kept = kept_sessions(context, erasure.address) if erasure.address else []
    facts = {"erasure": erasure, "kept": kept, "held": card.on_hold(context, erasure)}
    return Outcome(sends=(_told(context, erasure, Phrase("erasure.done", facts)),))


def _failed(context: Context, erasure: Erasure) -> Outcome:
    """The team's spaces read the reference; whoever asked, that it is not done."""
    phrase = Phrase("erasure.failed", {"erasure": erasure})
    note = Note(f"erasure/{erasure.id}/failed/{erasure.tries}", phrase, phrase, phrase)
    again = replace(erasure, step=Step.SHOWN, tries=erasure.tries + 1)
    spaces = Outcome(saves=(again,), sends=to_space(context, note))
    if not erasure.address:
        return spaces
    return merge(spaces, Outcome(sends=(_told(context, erasure, phrase),)))


def _told(
    context: Context, erasure: Erasure, phrase: Phrase, shown: cards.Rendered | None = None
) -> Sending:
    """A message to whoever asked, where they asked."""
    name = f"{phrase.key.partition('.')[2]}/{erasure.version}"
    return Sending(
        key=f"{PROGRESS}erasure/{erasure.id}/{name}",
        door=erasure.place.channel,
        to=erasure.place.room,
        content=Message(texts.render_in(phrase, erasure.languages), shown),
        created=context.now,
        card=card.of_erasure(erasure).ref if shown else "",
    )
