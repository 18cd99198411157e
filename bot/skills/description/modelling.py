"""A draft by a language model, where one is set up; it is a draft like any other, and marked.

“ask the model to draft the description of session 2”
« demande au modèle de rédiger la description de la séance 2 »
"""

from bot.context import Turn, merge
from bot.describing import asking, modelled, showing, translating
from bot.describing.facts import description_of
from bot.errors import Refusal
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.words import Phrase, other
from bot.planning.drafts import noted
from bot.skills.description import briefing, card
from bot.skills.description.briefing import Briefed


def ask(turn: Turn) -> Outcome:
    """The model is asked, once it is known what it needs in one language."""
    briefed = briefing.heard(turn)
    return briefed if isinstance(briefed, Outcome) else _next(turn, briefed)


def save(turn: Turn) -> Outcome:
    """What was filled in on the card; what is left empty is asked again."""
    return _next(turn, briefing.filled_in(turn))


def _next(turn: Turn, briefed: Briefed) -> Outcome:
    session = briefed.session
    if not turn.context.setup.model:
        raise Refusal(f"{card.SKILL}.model_off", session=session)
    if not asking.open_halves(briefed.description):
        raise Refusal(f"{card.SKILL}.model_leaves_it", session=session)
    kept = Outcome(saves=briefed.kept)
    lacking = briefed.lacking((turn.language,))
    if lacking and briefed.lacking((other(turn.language),)):
        return merge(kept, briefing.asked(turn, briefed, lacking))
    asked = Outcome(sends=(_errand(turn, briefed),))
    return merge(kept, asked, turn.say(f"{card.SKILL}.model_asked", session=session))


def _errand(turn: Turn, briefed: Briefed) -> Sending:
    terms = showing.glossary(turn.context).terms
    description = briefed.description
    facts = {
        "messages": modelled.messages(briefed.session, description.brief, terms),
        "editions": asking.editions(description),
    }
    return asking.errand(turn, card.SKILL, briefed.session, facts)


def heard(turn: Turn) -> Outcome:
    """The model's text as a draft, or why there is none; who asked is told."""
    asked = asking.asked(turn)
    if asked is None:
        return Outcome()
    try:
        return _drafted(asked)
    except Refusal as refusal:
        return asking.told(asked, card.SKILL, Phrase(refusal.key, refusal.facts))


def _drafted(asked: asking.Asked) -> Outcome:
    turn, session = asked.turn, asked.session
    context, before = turn.context, description_of(turn.context, session)
    read = modelled.read(asking.answer(turn, card.SKILL), session, before.brief)
    due = asking.due(asked, before, card.SKILL)
    after = asking.put(asked, before, read, due)
    facts = {
        "halves": showing.halves(context, session, after),
        "differ": showing.to_check(context, session, after),
    }
    saves = (after, noted(turn, "description.drafted", f"session/{session.id}"))
    followed = [translating.followed(context, session, after, each) for each in due]
    told = asking.told(asked, card.SKILL, Phrase(f"{card.SKILL}.modelled", facts))
    return merge(Outcome(saves=saves), *followed, told)
