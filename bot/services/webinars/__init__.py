"""Webinars in Webex, by its Meetings API: who registered there.

Nobody gets a mail from Webex because of a call of ours: ``sendEmail`` is always said.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import get_args

from bot.errors import Gone, Refusal, Rejected
from bot.model.webinar import Decision, Meeting, Registrant
from bot.services.webinars.api import Json, MeetingsApi, items, part

A_PAGE = 100
SPAN = timedelta(days=90)
"""The longest time between the first and the last registration that one list may span; without
times, Webex lists those of seven days only."""
DECISIONS: Mapping[object, Decision] = {each: each for each in get_args(Decision)}


@dataclass(frozen=True, slots=True)
class Site:
    """The Webex site, empty for the host's preferred one, and whose webinars a service app runs."""

    url: str = ""
    host: str = ""

    @property
    def asked(self) -> Mapping[str, str]:
        """What calls about one webinar say of the host."""
        return {"hostEmail": self.host} if self.host else {}

    @property
    def named(self) -> Mapping[str, str]:
        """What calls about several webinars say of the site and the host."""
        return {**({"siteUrl": self.url} if self.url else {}), **self.asked}


class WebexWebinars:
    """The webinars of a host."""

    def __init__(self, api: MeetingsApi, site: Site) -> None:
        """Nothing is asked yet."""
        self._api, self._site = api, site

    async def found(self, link: str) -> Meeting:
        """The webinar that people join by this link. Raises Refusal where the token sees none."""
        try:
            listed = await self._api.get("meetings", webLink=link, **self._site.asked)
        except (Gone, Rejected):
            raise Refusal("webinar.link_unknown") from None
        meetings = [_meeting(each) for each in items(listed) if each.get("id")]
        if not meetings:
            raise Refusal("webinar.link_unknown")
        return meetings[0]

    async def registrants(
        self, meeting: str, since: datetime, until: datetime
    ) -> AsyncIterator[Sequence[Registrant]]:
        """Those who registered in this time, a page at a time.

        Raises Refusal where there is no such webinar, or it takes no registrations.
        """
        path = f"meetings/{part(meeting)}/registrants"
        while since < until:
            end = min(since + SPAN, until)
            times = {"registrationTimeFrom": _instant(since), "registrationTimeTo": _instant(end)}
            asked = {"max": str(A_PAGE), **times, **self._site.asked}
            try:
                async for page in self._api.pages(path, **asked):
                    yield [_registrant(each) for each in page if each.get("email")]
            except Gone:
                raise Refusal("webinar.gone") from None
            except Rejected as problem:
                raise Refusal("webinar.not_listed", said=str(problem)) from None
            since = end

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.close()


def _meeting(found: Json) -> Meeting:
    return Meeting(
        id=str(found["id"]),
        title=str(found.get("title", "")),
        link=str(found.get("webLink", "")),
        register=str(found.get("registerLink", "")),
    )


def _registrant(found: Json) -> Registrant:
    names = (str(found.get(each) or "") for each in ("firstName", "lastName"))
    return Registrant(
        id=str(found.get("id", "")),
        address=str(found["email"]),
        name=" ".join(" ".join(names).split()),
        # What is not known is not let in.
        status=DECISIONS.get(found.get("status"), "pending"),
        at=_read(str(found.get("registrationTime", ""))),
        source=str(found.get("sourceId", "")),
    )


def _read(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
