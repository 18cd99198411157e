"""The team's own words for a session's reminders: “edit the reminder text for session 1”.

« modifie le texte des rappels de la séance 1 ». New words must be approved, by somebody else.
"""

from collections.abc import Mapping
from dataclasses import replace

import cards
from bot import sessions, texts
from bot.context import CARD_LIFE, Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.mailing import ReminderPlan, Wording
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.planning.changes import must_be_open
from bot.skills.reminders import card, parts, planning
from bot.skills.reminders.plans import plan_of
from bot.skills.reminders.wording import blanks_of, ours, unknown_blanks

FIELDS = ("subject_en", "body_en", "subject_fr", "body_fr")


def write(turn: Turn) -> Outcome:
    """The words as they are, to be changed on a card."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    speakers = turn.slots.get("audience") == "speakers"
    group = parts.SPEAKERS if speakers else parts.REGISTERED
    plan = plan_of(turn.context, session)
    wording = (plan.wordings or ours())[group]
    return form(turn, session, {"words": group, "version": plan.version}, wording, f"write_{group}")


def form(
    turn: Turn, session: Session, facts: Mapping[str, object], wording: Wording, key: str
) -> Outcome:
    """A card with the words in both languages, to be changed."""
    shown = Card(
        ref=turn.context.id_for("card/wording"),
        skill=card.SKILL,
        buttons=("save",),
        inputs=FIELDS,
        person=turn.address,
        about=f"session/{session.id}",
        facts=facts,
        until=turn.context.now + CARD_LIFE,
    )
    said = Phrase(f"reminders.{key}", {"session": session})
    values = {
        "subject_en": wording.subject.en,
        "subject_fr": wording.subject.fr,
        "body_en": wording.body.en,
        "body_fr": wording.body.fr,
    }
    blanks = {"said": texts.render_in(said, turn.languages), "values": values}
    return turn.offer(shown, cards.render("wording", shown.ref, turn.languages, blanks), said)


def written(turn: Turn) -> Wording:
    """The words in the fields of the card."""
    fields = turn.press.fields
    return Wording(
        subject=Both(fields.get("subject_en", ""), fields.get("subject_fr", "")),
        body=Both(fields.get("body_en", ""), fields.get("body_fr", "")),
    )


def save(turn: Turn) -> Outcome:
    """The new words, waiting for the approval of somebody else."""
    shown = turn.card
    assert shown is not None
    session = sessions.of_card(turn.context, shown.about.partition("/")[2])
    must_be_open(turn.context, session)
    plan = plan_of(turn.context, session)
    if shown.done or plan.version != shown.facts["version"]:
        return planning.shown(turn, session, plan)
    wording = written(turn)
    must_be_whole(wording)
    changed = _with(plan, str(shown.facts["words"]), wording, turn.address)
    done = replace(shown, done="save")
    return merge(Outcome(saves=(changed, done)), planning.shown(turn, session, changed))


def _with(plan: ReminderPlan, group: str, wording: Wording, by: str) -> ReminderPlan:
    """The plan with these words; what was approved before is no longer."""
    wordings = {**(plan.wordings or ours()), group: wording}
    return plan.changed(wordings=wordings, written_by=by, approved_by="")


def must_be_whole(wording: Wording) -> None:
    """Raises Refusal for words that lack a language, or whose blanks differ or are not known."""
    if wording.subject.missing or wording.body.missing:
        raise Refusal("reminders.words_missing")
    unknown = unknown_blanks(wording)
    if unknown:
        raise Refusal("reminders.words_unknown", blanks=unknown)
    english, french = blanks_of(wording, "en"), blanks_of(wording, "fr")
    if english != french:
        raise Refusal("reminders.words_differ", blanks=sorted(english ^ french))
