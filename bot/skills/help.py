"""“help” / « aide »: what this person can ask, with sentences that work."""

from bot import texts, understanding
from bot.context import INSIDERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.words import LANGUAGES, Both, Language, Phrase

TOPICS: dict[str, tuple[str, ...]] = {
    "sessions": (
        "session.create", "series.create", "session.list", "session.edit", "session.announce",
        "session.cancel", "undo",
    ),
    "themes": ("theme.add", "theme.list", "info.theme_rank", "speaker.suggest"),
    "speakers": ("speaker.invite", "speaker.list", "info.suggestions"),
    "description": (
        "session.describe", "description.write", "description.translate", "description.review",
        "info.description_missing", "glossary.add",
    ),
    "wiki": ("info.wiki", "wiki.publish", "info.wiki_status"),
    "promotion": (
        "info.promotion", "promo.draft", "newsletter.draft", "promo.add", "promo.move",
        "promo.poster", "promo.approver", "info.approvals", "info.outgoing", "promo.posted",
        "partner.add", "related.add",
    ),
    "registration": (
        "registration.status", "registration.import", "info.form", "registration.form",
        "registration.limit", "registration.confirm", "registration.export",
    ),
    "reminders": ("reminder.schedule", "reminder.write", "reminder.send", "audit.left_out"),
    "webinar": (
        "webinar.create", "webinar.links", "webinar.sources", "webinar.registrants",
        "wordly.set", "wordly.glossary", "vevox.set", "whiteboard.create",
    ),
    "plan": (
        "checklist.show", "info.run_of_show", "info.host_card", "info.tasks", "checklist.add",
        "checklist.assign", "checklist.move", "checklist.done", "info.checklist_template",
        "checklist.hand_over", "info.platform_test", "test.failed",
    ),
    "access": (
        "audit.tickets", "access.people", "access.lead", "access.phone", "access.take",
        "access.answer", "access.booked", "access.close",
    ),
    "polls": (
        "poll.create", "poll.post", "poll.close", "poll.results", "info.polls", "vevox.sheet",
    ),
    "questions": (
        "question.list", "question.paste", "question.approve", "question.answer",
        "question.owner", "question.follow_up",
    ),
    "resources": (
        "resource.add", "info.resources", "resource.share", "evaluation.link", "recording.link",
    ),
    "afterwards": (
        "summary.draft", "attendance.import", "info.attendance", "evaluation.import",
        "evaluation.summary", "lesson.add", "info.lessons",
        "lesson.plan", "lesson.round", "briefing.director", "briefing.digest", "informed.add",
        "info.informed", "report.pilot", "dossier.make",
    ),
    "records": (
        "retention.show", "retention.set", "retention.preview", "hold.set", "records.find",
        "person.erase",
    ),
    "team": ("info.status", "info.settings", "team.set", "space.declare", "language.set"),
}  # fmt: skip
"""What organisers can ask, in the order of a session's life; the first stands for the topic."""

WORDS: dict[str, tuple[str, ...]] = {
    "sessions": ("session", "series"),
    "themes": ("theme",),
    "speakers": ("speaker", "moderator", "host"),
    "description": ("description", "glossary"),
    "wiki": ("wiki",),
    "promotion": (
        "promo",
        "promo_plan",
        "usual_plan",
        "newsletter",
        "wire",
        "twitter",
        "groups",
        "events_page",
        "partner",
        "approval_settings",
    ),
    "registration": ("registration", "forms"),
    "reminders": ("reminder",),
    "webinar": ("webinar", "webex_event", "wordly", "vevox", "whiteboard"),
    "plan": ("checklist", "run_of_show", "my_tasks", "host_card", "platform_test"),
    "access": ("access_tickets", "access_request", "accommodation", "ticket"),
    "polls": ("poll",),
    "questions": ("question_word", "qna"),
    "resources": ("resource", "evaluation"),
    "afterwards": ("summary", "lesson", "attendance", "turnout", "report"),
    "records": ("kept_records",),
    "team": ("team", "settings_word"),
}
"""The word lists by which a topic is named; those further down are narrower."""

SHOWN: dict[Role, tuple[str, ...]] = {
    Role.SPEAKER: (
        "speaker.confirm", "speaker.decline", "speaker.propose", "speaker.question",
        "speaker.details", "info.next", "language.set",
    ),
    Role.PARTICIPANT: (
        "info.next", "info.join", "info.speakers", "info.language", "info.recording",
        "info.calendar", "registration.register", "registration.cancel", "theme.vote",
        "language.set",
    ),
}  # fmt: skip


def help_(turn: Turn) -> Outcome:
    """Show the sentences of this person's role, or of the topic named; the topics to organisers."""
    if turn.role is not Role.ORGANISER:
        return turn.say(f"help.{turn.role.value}", examples=_examples(turn, SHOWN[turn.role]))
    topic = topic_of(turn.incoming.text)
    if topic:
        examples = _examples(turn, TOPICS[topic])
        return turn.say("help.topic", topic=_name(topic), examples=examples)
    first = [intents[0] for intents in TOPICS.values()]
    topics = [_name(topic) for topic in TOPICS]
    return turn.say("help.organiser", topics=topics, examples=_examples(turn, first))


def topic_of(text: str) -> str:
    """The topic that the words name, the narrowest of several; empty if they name none."""
    named = understanding.spoken_of(text)
    return next((topic for topic, lists in reversed(WORDS.items()) if named & {*lists}), "")


def _name(topic: str) -> Both:
    return Both(*(texts.render(Phrase(f"help.{topic}"), each) for each in LANGUAGES))


def _examples(turn: Turn, intents: tuple[str, ...] | list[str]) -> dict[Language, list[str]]:
    return {
        language: [understanding.example(intent, language) for intent in intents]
        for language in turn.languages
    }


SKILL = Skill("help", hears={"help": Heard(help_, INSIDERS)})
