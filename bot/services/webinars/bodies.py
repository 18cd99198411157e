"""What is said to Webex of a webinar (webex-openapi-specs of 2026-05, “Create a Meeting”)."""

from typing import Any

from bot.model.webinar import Kind, Panelist, Plan, Question
from bot.services.webinars.lists import instant

LONGEST_TITLE, LONGEST_AGENDA, LONGEST_NAME, LONGEST_ANSWER = 128, 1300, 128, 999
MOST_ON_STAGE = 1000
IN_WEBINAR_VIEW = 10_000
"""With more places than that, a licence is for the webcast view (help.webex.com, “Webinars: event
size and capabilities”)."""
Body = dict[str, Any]


def made(plan: Plan, kind: Kind) -> Body:
    """A webinar to be made: with registration, and closed until the host opens it.

    Nobody gets a mail but, where that is planned, those on its stage.
    """
    body = {
        **_told(plan),
        "scheduledType": "webinar",
        "sessionTypeId": kind.type,
        "integrationTags": [plan.marker],
        "enabledWebcastView": kind.capacity > IN_WEBINAR_VIEW,
        "enabledJoinBeforeHost": False,
        "publicMeeting": False,
        "audioConnectionOptions": {
            "muteAttendeeUponEntry": True,
            "allowAttendeeToUnmuteSelf": False,
        },
        "registration": _registration(kind),
        "invitees": [on_stage(each) for each in plan.panelists[:MOST_ON_STAGE]],
        "sendEmail": plan.invited and bool(plan.panelists),
    }
    if kind.interpreted:
        channel = {"languageCode1": "en", "languageCode2": "fr"}
        body["simultaneousInterpretation"] = {"enabled": True, "interpreters": [channel]}
    return body


def changed(plan: Plan) -> Body:
    """What may change in a webinar that was made; nobody gets a mail of it."""
    return {**_told(plan), "sendEmail": False}


def on_stage(panelist: Panelist) -> Body:
    """Somebody on the stage."""
    return {
        "email": panelist.address,
        "displayName": (panelist.name or panelist.address)[:LONGEST_NAME],
        "panelist": True,
        "coHost": panelist.cohost,
    }


def _told(plan: Plan) -> Body:
    return {
        "title": plan.title[:LONGEST_TITLE],
        "agenda": plan.agenda[:LONGEST_AGENDA],
        "start": instant(plan.starts),
        "end": instant(plan.ends),
        "timezone": plan.zone,
    }


def _registration(kind: Kind) -> Body:
    form: Body = {
        "autoAcceptRequest": True,
        "requireFirstName": True,
        "requireLastName": True,
        "requireEmail": True,
        "customizedQuestions": [_question(each) for each in kind.questions],
    }
    return {**form, "maxRegisterNum": kind.places} if kind.places else form


def _question(question: Question) -> Body:
    asked: Body = {"question": question.words, "required": False}
    if question.choices:
        choices = [{"value": each} for each in question.choices]
        return {**asked, "type": "radioButtons", "options": choices}
    return {**asked, "type": "multiLineTextBox", "maxLength": LONGEST_ANSWER}
