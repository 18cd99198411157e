"""The webinars of a host in Webex: found, made, changed, taken away."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.clock import Clock
from bot.errors import Gone, Refusal, Rejected
from bot.model.webinar import Kind, Meeting, Panelist, Plan, SessionType
from bot.services.webinars.api import Json, MeetingsApi, items, part
from bot.services.webinars.bodies import changed, made, on_stage
from bot.services.webinars.lists import instant
from bot.services.webinars.site import Site

AROUND = timedelta(days=730)
"""How far from today a webinar is looked for by its marker. Without times, Webex looks at the next
seven days only; ``integrationTag`` is seen by the integration alone that wrote it."""


class WebexMeetings:
    """The webinars of a host."""

    def __init__(self, api: MeetingsApi, site: Site) -> None:
        """Nothing is asked yet."""
        self._api, self._site = api, site

    async def types(self) -> Sequence[SessionType]:
        """The session types for webinars; raises Refusal where the licence has none."""
        found = items(await self._api.get("meetings/sessionTypes", **self._site.named))
        types = [_type(each) for each in found if each.get("type") == "webinar"]
        if not types:
            raise Refusal("webinar.no_licence")
        return types

    async def marked(self, marker: str) -> Sequence[Meeting]:
        """The webinars with this marker."""
        now = Clock().now()
        asked = {
            "integrationTag": marker,
            "meetingType": "meetingSeries",
            "scheduledType": "webinar",
            "from": instant(now - AROUND),
            "to": instant(now + AROUND),
            "max": "100",
        }
        try:
            found = items(await self._api.get("meetings", **asked, **self._site.named))
        except Gone:
            return []
        return [_meeting(each) for each in found if each.get("id")]

    async def linked(self, link: str) -> Meeting:
        """The webinar that people join by this link. Raises Refusal where the token sees none."""
        try:
            listed = await self._api.get("meetings", webLink=link, **self._site.asked)
        except (Gone, Rejected):
            raise Refusal("webinar.link_unknown") from None
        meetings = [_meeting(each) for each in items(listed) if each.get("id")]
        if not meetings:
            raise Refusal("webinar.link_unknown")
        return meetings[0]

    async def make(self, plan: Plan, kind: Kind) -> Meeting:
        """A new webinar. Raises TimeoutError if it may have been made, Rejected if it was not."""
        return _meeting(await self._api.post("meetings", {**made(plan, kind), **self._site.named}))

    async def change(self, meeting: str, plan: Plan, former: Sequence[str]) -> None:
        """The webinar as planned, and its stage; done again, it changes nothing more."""
        try:
            body = {**changed(plan), **self._site.asked}
            await self._api.patch(f"meetings/{part(meeting)}", body)
            await self._set_stage(meeting, plan, former)
        except Gone:
            raise Refusal("webinar.gone") from None

    async def cancel(self, meeting: str) -> None:
        """The webinar taken away, with no word to anybody."""
        with suppress(Gone):
            path = f"meetings/{part(meeting)}"
            await self._api.delete(path, sendEmail="false", **self._site.asked)

    async def sources(
        self, meeting: str, channels: Sequence[str], address: str
    ) -> Mapping[str, str]:
        """For each channel the link to register by."""
        named = [{"sourceId": each, "sourceEmail": address} for each in channels]
        path = f"meetings/{part(meeting)}/invitationSources"
        try:
            found = await self._api.post(path, {"items": named, **self._site.asked})
        except Gone:
            raise Refusal("webinar.gone") from None
        links = [
            (str(each.get("sourceId")), str(each.get("registerLink") or each.get("joinLink") or ""))
            for each in items(found)
        ]
        return {name: link for name, link in links if name in channels and link}

    async def _set_stage(self, meeting: str, plan: Plan, former: Sequence[str]) -> None:
        """Those on the stage as planned; who was put there by somebody else stays."""
        asked = {"meetingId": meeting, "panelist": "true", "max": "100", **self._site.asked}
        there = {
            str(each.get("email", "")).lower(): each
            async for page in self._api.pages("meetingInvitees", **asked)
            for each in page
        }
        planned = {each.address: each for each in plan.panelists}
        new = [each for address, each in planned.items() if address not in there]
        if new:
            invitees = [{**on_stage(each), "sendEmail": plan.invited} for each in new]
            body = {"meetingId": meeting, "items": invitees, **self._site.asked}
            await self._api.post("meetingInvitees/bulkInsert", body)
        for address, invitee in there.items():
            if address in planned:
                await self._set_cohost(invitee, planned[address])
            elif address in former:
                await self._remove(invitee)

    async def _set_cohost(self, invitee: Json, planned: Panelist) -> None:
        if bool(invitee.get("coHost")) != planned.cohost:
            body = {**on_stage(planned), "sendEmail": False, **self._site.asked}
            await self._api.put(f"meetingInvitees/{part(str(invitee['id']))}", body)

    async def _remove(self, invitee: Json) -> None:
        with suppress(Gone):
            path = f"meetingInvitees/{part(str(invitee['id']))}"
            await self._api.delete(path, sendEmail="false", **self._site.asked)


def _meeting(found: Json) -> Meeting:
    return Meeting(
        id=str(found["id"]),
        title=str(found.get("title", "")),
        link=str(found.get("webLink", "")),
        register=str(found.get("registerLink", "")),
    )


def _type(found: Json) -> SessionType:
    return SessionType(
        id=int(found["id"]),
        name=str(found.get("name", "")),
        capacity=int(found.get("attendeesCapacity") or 0),
    )
