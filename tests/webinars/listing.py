"""The lists of those who registered for webinars, and what Webex refuses of them.

After the published OpenAPI: a list spans at most 90 days, and seven where it names no times; a
hundred people a call; a second registration of one address is refused, and all that came with it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

Json = dict[str, Any]
WEEK = timedelta(days=7)


class Refused(Exception):
    """An error as Webex answers it."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        tracking = f"ROUTERGW_{uuid.uuid4()}"
        body = {"message": message, "errors": [{"description": message}], "trackingId": tracking}
        self.response = web.json_response(body, status=status, headers=headers)


def registrant(number: int, at: str, **fields: Any) -> Json:
    """Somebody who registered."""
    found = {
        "id": f"r{number}",
        "status": "approved",
        "firstName": "Person",
        "lastName": str(number),
        "email": f"person{number}@example.org",
        "registrationTime": at,
    }
    return found | fields


@dataclass
class Lists:
    """Who registered for which webinar, by which form; whom Webex wrote to."""

    meetings: dict[str, Json] = field(default_factory=dict)
    registrants: dict[str, list[Json]] = field(default_factory=lambda: {"m1": []})
    forms: dict[str, Json] = field(default_factory=lambda: {"m1": {}})
    full_at: int = 100_000
    unwanted: set[str] = field(default_factory=set)
    wrote: list[str] = field(default_factory=list)

    def meeting(self, id_: str) -> Json:
        """A webinar; raises Refused where there is none."""
        if id_ not in self.meetings:
            raise Refused(404, "The meeting was not found.")
        return self.meetings[id_]

    def form(self, id_: str) -> Json:
        """The form to register."""
        self.listed_of(id_)
        return self.forms[id_]

    def listed_of(self, id_: str) -> list[Json]:
        """Those who registered; raises Refused where there is no such webinar."""
        self.meeting(id_)
        if id_ not in self.registrants:
            raise Refused(400, "Meeting registration is not enabled.")
        return self.registrants[id_]

    def listed(self, id_: str, query: Mapping[str, str]) -> Json:
        """Those who registered in a time."""
        listed = self.listed_of(id_)
        start, end = _span(query)
        return {"items": [each for each in listed if start <= read(each["registrationTime"]) < end]}

    def query(self, id_: str, body: Json) -> Json:
        """Those with these addresses who registered."""
        if len(body["emails"]) > 100:
            raise Refused(400, "At most 100 emails.")
        return {"items": [each for each in self.listed_of(id_) if each["email"] in body["emails"]]}

    def enter(self, id_: str, body: Json) -> Json:
        """More people in the list: all of them, or none."""
        listed, items = self.listed_of(id_), body["items"]
        known = {each["email"] for each in listed} | self.unwanted
        if len(items) > 100 or len(listed) + len(items) > self.full_at:
            raise Refused(400, "The maximum number of registrations is reached.")
        if known & {each["email"] for each in items}:
            raise Refused(409, "The registrant already exists.")
        status = "approved" if self.forms[id_].get("autoAcceptRequest", True) else "pending"
        new = [
            {
                "id": f"u{len(listed) + number}",
                "status": status,
                "firstName": each["firstName"],
                "lastName": each["lastName"],
                "email": each["email"],
                "registrationTime": now().isoformat(),
            }
            for number, each in enumerate(items)
        ]
        listed += new
        self.wrote += [each["email"] for each in items if each.get("sendEmail", True)]
        return {"items": new}

    def approve(self, id_: str, body: Json) -> Json:
        """People who waited, let in."""
        for each in self._named(id_, body):
            each["status"] = "approved"
        return {}

    def cancel(self, id_: str, body: Json) -> Json:
        """People who are in the list no more."""
        gone = [each["id"] for each in self._named(id_, body)]
        listed = self.listed_of(id_)
        listed[:] = [each for each in listed if each["id"] not in gone]
        return {}

    def _named(self, id_: str, body: Json) -> list[Json]:
        named = {each["id"] for each in body["registrants"]}
        found = [each for each in self.listed_of(id_) if each["id"] in named]
        if len(found) != len(named):
            raise Refused(404, "The registrant was not found.")
        self.wrote += [each["email"] for each in found if body.get("sendEmail", True)]
        return found


def now() -> datetime:
    """The time in Webex, which is the real one."""
    return datetime.now(UTC)  # noqa: TID251


def read(text: str) -> datetime:
    """A moment as it is written in JSON."""
    return datetime.fromisoformat(text)


def _span(query: Mapping[str, str]) -> tuple[datetime, datetime]:
    start, end = query.get("registrationTimeFrom"), query.get("registrationTimeTo")
    if start is None or end is None:
        until = read(end) if end else now()
        return (read(start) if start else until - WEEK), until
    if read(end) - read(start) > timedelta(days=90):
        raise Refused(400, "The interval must be within 90 days.")
    return read(start), read(end)
