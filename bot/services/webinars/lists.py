"""Who registered for a webinar in Webex: read, entered, withdrawn."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import get_args

from bot.errors import Gone, Refusal, Rejected
from bot.model.outbox import Person
from bot.model.webinar import Decision, Registrant
from bot.services.webinars.api import Json, MeetingsApi, items, part
from bot.services.webinars.site import Site

A_PAGE = 100
SPAN = timedelta(days=90)
"""The longest time between the first and the last registration that one list may span; without
times, Webex lists those of seven days only."""
DECISIONS: Mapping[object, Decision] = {each: each for each in get_args(Decision)}
NO_NAME = "-"
"""Stands where a name is missing: Webex takes nobody without both parts of it."""
Words = Mapping[object, str]


class WebexLists:
    """Those who registered for the webinars of a host."""

    def __init__(self, api: MeetingsApi, site: Site) -> None:
        """Nothing is asked yet."""
        self._api, self._site = api, site

    async def registrants(
        self, meeting: str, since: datetime, until: datetime
    ) -> AsyncIterator[Sequence[Registrant]]:
        """Those who registered in this time, a page at a time.

        Raises Refusal where there is no such webinar, or it takes no registrations.
        """
        path = f"meetings/{part(meeting)}"
        try:
            words = _words(await self._api.get(f"{path}/registration", **self._site.asked))
            while since < until:
                end = min(since + SPAN, until)
                asked = {"max": str(A_PAGE), **_between(since, end), **self._site.asked}
                async for page in self._api.pages(f"{path}/registrants", **asked):
                    yield [_registrant(each, words) for each in page if each.get("email")]
                since = end
        except Gone:
            raise Refusal("webinar.gone") from None
        except Rejected as problem:
            raise Refusal("webinar.not_listed", said=str(problem)) from None

    async def known(self, meeting: str, addresses: Sequence[str]) -> Sequence[Registrant]:
        """Those of these addresses who are in the list; raises as ``enter``."""
        found = await self._post(meeting, "query", {"emails": [*addresses]}, max=str(A_PAGE))
        return [_registrant(each, {}) for each in items(found) if each.get("email")]

    async def enter(self, meeting: str, people: Sequence[Person]) -> Sequence[Registrant]:
        """These people in the list, let in, with no word to them from Webex.

        Raises Refusal where the webinar is gone, Rejected if Webex does not take them all.
        """
        entries = [{**_named(each), "email": each.address, "sendEmail": False} for each in people]
        found = await self._post(meeting, "bulkInsert", {"items": entries})
        entered = [_registrant(each, {}) for each in items(found) if each.get("email")]
        wait = [{"id": each.id} for each in entered if each.status == "pending"]
        if wait:
            await self._post(meeting, "approve", {"sendEmail": False, "registrants": wait})
        return entered

    async def withdraw(self, meeting: str, ids: Sequence[str]) -> None:
        """Take these registrations back, with no word to anybody; raises as ``enter``."""
        gone = [{"id": each} for each in ids]
        await self._post(meeting, "cancel", {"sendEmail": False, "registrants": gone})

    async def _post(self, meeting: str, what: str, body: Json, **query: str) -> Json:
        path = f"meetings/{part(meeting)}/registrants/{what}"
        try:
            return await self._api.post(path, body, **query, **self._site.asked)
        except Gone:
            raise Refusal("webinar.gone") from None


def _named(person: Person) -> Mapping[str, str]:
    """A name in its two parts; the last word is the family's."""
    first, _, last = (person.name or person.address.partition("@")[0]).strip().rpartition(" ")
    return {"firstName": first or last or NO_NAME, "lastName": last if first else NO_NAME}


def _words(form: Json) -> Words:
    """The words of the form's questions, by their ids."""
    listed = form.get("customizedQuestions")
    asked = [each for each in listed if isinstance(each, Mapping)] if listed else []
    return {each.get("id"): str(each.get("question", "")) for each in asked}


def _registrant(found: Json, words: Words) -> Registrant:
    names = (str(found.get(each) or "") for each in ("firstName", "lastName"))
    return Registrant(
        id=str(found.get("id", "")),
        address=str(found["email"]),
        name=" ".join(each for each in " ".join(names).split() if each != NO_NAME),
        # What is not known is not let in.
        status=DECISIONS.get(found.get("status"), "pending"),
        at=_read(str(found.get("registrationTime", ""))),
        source=str(found.get("sourceId") or ""),
        answers=_answers(found, words),
    )


def _answers(found: Json, words: Words) -> Mapping[str, str]:
    given = found.get("customizedQuestions")
    told = [each for each in given if isinstance(each, Mapping)] if given else []
    return {
        words[each["questionId"]]: "; ".join(str(one.get("answer", "")) for one in each["answers"])
        for each in told
        if each.get("questionId") in words and isinstance(each.get("answers"), list)
    }


def _read(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _between(since: datetime, until: datetime) -> Mapping[str, str]:
    return {"registrationTimeFrom": instant(since), "registrationTimeTo": instant(until)}


def instant(moment: datetime) -> str:
    """A moment as Webex reads it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
