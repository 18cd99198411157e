"""Pictures of numbers, each drawn once, in a process of its own."""

import asyncio

import orjson

from bot import texts
from bot.attending.groups import FEWEST
from bot.attending.picture import steps
from bot.context import Context, Languages
from bot.evaluating.telling import decimal, levels
from bot.model.attendance import Turnout
from bot.model.evaluation import Evaluation
from bot.model.poll import Poll
from bot.model.record import View
from bot.model.session import Session
from bot.model.words import Phrase
from bot.polling import counting
from bot.registering.counting import by_day
from bot.services.files.apart import done_apart
from bot.texts.moments import short_day

PAINTER = "bot.services.files.painter"
KEPT = 20


class Painter:
    """Draws one picture at a time and keeps the last ones."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._kept: dict[bytes, bytes] = {}
        self._turn = asyncio.Lock()

    async def registrations(
        self, context: Context, session: Session, languages: Languages
    ) -> bytes | None:
        """A PNG with a bar for each day of the session's registrations; None if it fails."""
        counts = by_day(context, session)
        total = sum(many for _, many in counts)
        facts = {"session": session, "total": total}
        asked = orjson.dumps(
            {
                "of": "days",
                "title": texts.render_in(Phrase("registration_counts.title", facts), languages),
                "total": texts.render_in(Phrase("registration_counts.total", facts), languages),
                "counts": [(day.isoformat(), many) for day, many in counts],
                "labels": [short_day(day, languages[0]) for day, _ in counts],
            }
        )
        return await self._picture(asked)

    async def poll(self, context: Context, poll: Poll, languages: Languages) -> bytes | None:
        """A PNG with a bar for each option; None if it fails, or where nothing may be shown."""
        count = counting.shown(context.view, poll)
        if count is None or not count.votes:
            return None
        total = texts.render_in(Phrase("polls.total", {"voters": count.voters}), languages)
        sides = [dict.fromkeys(each.in_(one) for one in languages) for each in poll.options]
        title = dict.fromkeys(poll.question.in_(each) for each in languages)
        asked = {
            "of": "options",
            "title": " / ".join(title),
            "labels": [" / ".join(each) for each in sides],
            "counts": list(count.votes),
            "written": [texts.number(each, languages) for each in count.votes],
            "total": total,
        }
        return await self._picture(orjson.dumps(asked))

    async def attendance(
        self, session: Session, turnout: Turnout, languages: Languages
    ) -> bytes | None:
        """A PNG with a bar for each stretch of minutes that people stayed; None if it fails."""
        facts = {"session": session, "turnout": turnout}
        said = [
            texts.render_in(Phrase("attendance.step", {"low": low, "high": high}), languages[:1])
            for low, high, _ in steps(turnout)
        ]
        asked = {
            "of": "options",
            "title": texts.render_in(Phrase("attendance.title", facts), languages),
            "labels": said,
            "counts": [count for _, _, count in steps(turnout)],
            "written": [texts.number(count, languages) for _, _, count in steps(turnout)],
            "total": texts.render_in(Phrase("attendance.total", facts), languages),
        }
        return await self._picture(orjson.dumps(asked))

    async def evaluation(self, view: View, number: str, languages: Languages) -> bytes | None:
        """A PNG with a bar for each rating of a session; None if it fails, or for too few."""
        session, evaluation = view.get(Session, number), view.get(Evaluation, number)
        whole = evaluation.overall if evaluation else None
        if session is None or whole is None or whole.answers < FEWEST:
            return None
        facts = {"answers": whole.answers, "mean": decimal(whole.mean), "scale": whole.scale}
        found = levels(whole)
        asked = {
            "of": "options",
            "title": texts.render_in(Phrase("evaluation.title", {"session": session}), languages),
            "labels": [
                texts.render_in(
                    Phrase("evaluation.level", {"first": one, "last": last}), languages[:1]
                )
                for one, last, _ in found
            ],
            "counts": [count for _, _, count in found],
            "written": [texts.number(count, languages) for _, _, count in found],
            "total": texts.render_in(Phrase("evaluation.total", facts), languages),
        }
        return await self._picture(orjson.dumps(asked))

    async def _picture(self, asked: bytes) -> bytes | None:
        async with self._turn:
            return self._kept.get(asked) or await self._drawn(asked)

    async def _drawn(self, asked: bytes) -> bytes | None:
        picture = await done_apart(PAINTER, asked)
        if picture:
            self._kept = dict([*self._kept.items(), (asked, picture)][-KEPT:])
        return picture
