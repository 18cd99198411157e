"""A host's webinars in Webex: what there is, and what Webex refuses.

After the published OpenAPI: webinars are looked for in the next seven days unless times are said; a
hundred people a call; a second invitation of one address is refused, and all that came with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from .listing import WEEK, Json, Lists, Refused, now, read

HOST = "host@example.org"
FORM = ("requireFirstName", "requireLastName", "requireEmail")


def meeting(**fields: Any) -> Json:
    """A webinar as Webex lists it, with what lets somebody in as host."""
    made = fields.pop("id", "m1")
    found: Json = {
        "id": made,
        "meetingSeriesId": made,
        "meetingNumber": "25551234567",
        "title": "Biometrics",
        "password": "a-password",
        "meetingType": "meetingSeries",
        "state": "active",
        "timezone": "America/Toronto",
        "start": "2027-02-25T13:00:00-05:00",
        "end": "2027-02-25T13:45:00-05:00",
        "hostUserId": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8x",
        "hostDisplayName": "A host",
        "hostEmail": HOST,
        "hostKey": "123456",
        "siteUrl": "example.webex.com",
        "webLink": f"https://example.webex.com/example/j.php?MTID={made}",
        "registerLink": f"https://example.webex.com/example/j.php?RGID={made}",
        "scheduledType": "webinar",
        "enabledAutoRecordMeeting": False,
        "allowAnyUserToBeCoHost": False,
        "enabledJoinBeforeHost": False,
        "enableConnectAudioBeforeHost": False,
        "joinBeforeHostMinutes": 0,
        "excludePassword": False,
        "publicMeeting": False,
        "enableAutomaticLock": False,
        "allowFirstUserToBeCoHost": False,
        "allowAuthenticatedDevices": False,
        "enabledBreakoutSessions": False,
        "telephony": {"accessCode": "2555", "callInNumbers": []},
    }
    return found | fields


@dataclass
class Host(Lists):
    """The webinars, their forms, who registered, who is on stage, whom Webex wrote to."""

    meetings: dict[str, Json] = field(default_factory=lambda: {"m1": meeting()})
    stage: dict[str, list[Json]] = field(default_factory=lambda: {"m1": []})
    types: list[Json] = field(
        default_factory=lambda: [
            {"id": "3", "name": "Meeting", "type": "meeting", "attendeesCapacity": 1000},
            {"id": "214", "name": "Webinar 1000", "type": "webinar", "attendeesCapacity": 1000},
            {"id": "215", "name": "Webinar 30000", "type": "webinar", "attendeesCapacity": 30000},
        ]
    )
    interprets: bool = True
    made: int = 0

    def found(self, query: Mapping[str, str]) -> Json:
        """The webinars that are asked for."""
        link, tag = query.get("webLink"), query.get("integrationTag")
        if link:
            found = [each for each in self.meetings.values() if link == each["webLink"]]
            if not found:
                raise Refused(404, "No meeting found by the link.")
            return {"items": found}
        start = read(query["from"]) if "from" in query else now()
        end = read(query["to"]) if "to" in query else start + WEEK
        return {
            "items": [
                each
                for each in self.meetings.values()
                if tag in (None, *each.get("integrationTags", ()))
                and start <= read(each["start"]) < end
            ]
        }

    def make(self, body: Json) -> Json:
        """A new webinar."""
        self._timely(body)
        kinds = {each["id"]: each["type"] for each in self.types}
        if body.get("scheduledType") != "webinar" or len(body["title"]) > 128:
            raise Refused(400, "The title is too long, or this is no webinar.")
        if kinds.get(str(body.get("sessionTypeId"))) != "webinar":
            raise Refused(400, "sessionTypeId is required for a webinar.")
        if body.get("registration") and not all(body["registration"].get(each) for each in FORM):
            raise Refused(400, "First name, last name and email must be required.")
        if body.get("simultaneousInterpretation") and not self.interprets:
            raise Refused(400, "Simultaneous interpretation is not enabled for the site.")
        if any(len(each) > 64 for each in body.get("integrationTags", ())):
            raise Refused(400, "integrationTags must be at most 64 characters.")
        self.made += 1
        id_ = f"made{self.made}"
        known = {
            k: v for k, v in body.items() if k not in ("registration", "invitees", "sendEmail")
        }
        known.pop("sessionTypeId")
        for spoken in known.get("simultaneousInterpretation", {}).get("interpreters", ()):
            spoken["id"] = "i1"
        self.meetings[id_] = meeting(id=id_, **known)
        if form := body.get("registration"):
            asked = [
                {"id": number, **_numbered(question)}
                for number, question in enumerate(form.get("customizedQuestions", ()), 1)
            ]
            form = {k: v for k, v in form.items() if k != "maxRegisterNum"}
            self.forms[id_] = {**form, "customizedQuestions": asked}
            self.registrants[id_] = []
        self.stage[id_] = []
        mails = {"sendEmail": body["sendEmail"]}
        on_stage = [{**each, **mails} for each in body.get("invitees", ())]
        self.invite({"meetingId": id_, "items": on_stage})
        return self.meetings[id_]

    def change(self, id_: str, body: Json) -> Json:
        """A webinar with other values."""
        self._timely({**self.meeting(id_), **body})
        self.meetings[id_] |= {k: v for k, v in body.items() if k not in ("sendEmail", "hostEmail")}
        if body["sendEmail"]:
            self.wrote += [each["email"] for each in self.stage[id_]]
        return self.meetings[id_]

    def delete(self, id_: str) -> Json:
        """A webinar that is no more."""
        self.meeting(id_)
        for each in (self.meetings, self.registrants, self.forms, self.stage):
            each.pop(id_, None)
        return {}

    def invited(self, query: Mapping[str, str]) -> Json:
        """Those on the stage."""
        self.meeting(query["meetingId"])
        return {"items": self.stage[query["meetingId"]]}

    def invite(self, body: Json) -> Json:
        """More people on the stage."""
        id_, items = body["meetingId"], body["items"]
        self.meeting(id_)
        there = {each["email"] for each in self.stage[id_]}
        if len(items) > 100 or there & {each["email"] for each in items}:
            raise Refused(409, "The invitee already exists.")
        new = [
            {
                "id": f"{id_}_{each['email']}",
                "meetingId": id_,
                "email": each["email"],
                "displayName": each.get("displayName", each["email"]),
                "coHost": each.get("coHost", False),
                "panelist": each.get("panelist", False),
            }
            for each in items
        ]
        self.stage[id_] += new
        self.wrote += [each["email"] for each in items if each.get("sendEmail", True)]
        return {"items": new}

    def alter(self, invitee: str, body: Json) -> Json:
        """Somebody on the stage in another part."""
        [found] = [each for all_ in self.stage.values() for each in all_ if each["id"] == invitee]
        found |= {"coHost": body["coHost"], "panelist": body["panelist"]}
        return found

    def remove(self, invitee: str) -> Json:
        """Somebody who leaves the stage."""
        for all_ in self.stage.values():
            all_[:] = [each for each in all_ if each["id"] != invitee]
        return {}

    def sources(self, id_: str, body: Json) -> Json:
        """A link for each source."""
        self.meeting(id_)
        link = self.meetings[id_]["registerLink"]
        return {
            "items": [
                {
                    "id": f"s{number}",
                    "sourceId": each["sourceId"],
                    "sourceEmail": each["sourceEmail"],
                    "registerLink": f"{link}&source={each['sourceId']}",
                }
                for number, each in enumerate(body["items"])
            ]
        }

    def _timely(self, body: Json) -> None:
        start, end = read(body["start"]), read(body["end"])
        if start < now() or end - start < timedelta(minutes=10):
            raise Refused(400, "The start cannot be before the current time.")


def _numbered(question: Json) -> Json:
    """A question whose choices have ids."""
    choices = [{"id": n, **each} for n, each in enumerate(question.get("options", ()), 1)]
    return {**question, "options": choices} if choices else question
