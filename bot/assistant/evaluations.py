"""What the answers about a session come to, counted apart; others are heard in between."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from itertools import islice
from typing import Any

import orjson

from bot.assistant.house import House
from bot.assistant.presence import AT_ONCE, asked
from bot.model.evaluation import (
    SKILL,
    Asked,
    CommentTheme,
    Evaluated,
    Evaluation,
    EvaluationForm,
)
from bot.model.glossary import GLOSSARY, Glossary
from bot.model.outcome import Outcome
from bot.model.record import View
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.words import Both


async def evaluated(house: House, session: Session) -> Evaluation:
    """The evaluation of a session, of all that is kept of it now, counted and kept.

    Raises Rejected where it takes too much.
    """
    view = house.store.view()
    lines = [orjson.dumps(await _told(house, session))]
    answers = 0
    async for piece in _answers(view, session):
        answers += len(piece)
        lines.append(orjson.dumps(piece))
    found = orjson.loads(await house.files.summed(SKILL, b"\n".join(lines)))
    known = house.store.view().get(Evaluation, session.id)
    kept = Evaluation(
        session=session.id,
        at=house.time.now(),
        answers=answers,
        comments=found["comments"],
        asked=tuple(_asked(each) for each in found["asked"]),
        themes=tuple(_theme(each) for each in found["themes"]),
        version=known.version + 1 if known else 1,
    )
    await house.store.run(Outcome(saves=(kept,)).regardless)
    return kept


async def _told(house: House, session: Session) -> dict[str, Any]:
    """What the count must know: the forms, whose names must not stand in quotes, the glossary."""
    view = house.store.view()
    known = await asked(house, session, "")
    speakers = [each.name for each in view.find(Speaking, "session", session.id)]
    glossary = view.get(Glossary, GLOSSARY) or Glossary()
    return {
        "forms": {
            each.key: each.titles for each in view.find(EvaluationForm, "session", session.id)
        },
        "names": [*filter(None, [*(name for _, name in known["registered"]), *speakers])],
        "terms": [[each.en, each.fr] for each in (*glossary.terms, session.title)],
    }


async def _answers(view: View, session: Session) -> AsyncIterator[list[Any]]:
    found = view.oldest(Evaluated, "session", session.id)
    while some := list(islice(found, AT_ONCE)):
        yield [[each.form, each.language, each.answers] for each in some]
        await asyncio.sleep(0)


def _asked(facts: Mapping[str, Any]) -> Asked:
    return Asked(**{**facts, "title": Both(**facts["title"])})


def _theme(facts: Mapping[str, Any]) -> CommentTheme:
    sides = {name: tuple(facts[name]) for name in ("english", "french")}
    return CommentTheme(name=Both(**facts["name"]), comments=facts["comments"], **sides)
