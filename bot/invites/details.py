"""The practical details of a speaker: what was filled in, what is still needed."""

from collections.abc import Mapping

from bot import texts
from bot.model.speaking import Speaking
from bot.model.words import Both, Phrase

LANGUAGES_SPOKEN = ("en", "fr", "both")
CONSENT = {"yes": True, "no": False}


def filled(speaking: Speaking, fields: Mapping[str, str]) -> Speaking:
    """The part with what the fields hold; an empty field leaves what is there as it is."""
    known = speaking.biography
    language = fields.get("language", "")
    changes = {
        "biography": Both(fields.get("bio_en") or known.en, fields.get("bio_fr") or known.fr),
        "language": language if language in LANGUAGES_SPOKEN else speaking.language,
        "recording": CONSENT.get(fields.get("recording", ""), speaking.recording),
        "needs": fields.get("needs") or speaking.needs,
    }
    same = all(getattr(speaking, name) == value for name, value in changes.items())
    return speaking if same else speaking.changed(**changes)


def missing(speaking: Speaking) -> list[Both]:
    """What is still needed, in words."""
    return [texts.both(Phrase(f"speaker_answer.missing_{name}")) for name in speaking.missing]
