"""Practical questions that many ask at once: no sound, no captions, French, slides, the recording.

A question is practical if it is short, names such a thing, and asks for it or says it is missing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.context import Context
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.session import Session

TOPICS: Mapping[str, re.Pattern[str]] = {
    "slides": re.compile(r"\b(?:slides?|deck|powerpoint|diapos?|diapositives?|presentation)\b"),
    "recording": re.compile(r"\b(?:record(?:ed|ing)?|replay|enregistre\w*|rediffusion)\b"),
    "french": re.compile(r"\b(?:french|francais|interpret\w*|translation|traduction)\b"),
    "captions": re.compile(r"\b(?:caption\w*|subtitles?|sous[- ]titr\w*|cc)\b"),
    "sound": re.compile(r"\b(?:sound|audio|hear|muted?|son|entend\w*|muet)\b"),
    "link": re.compile(r"\b(?:links?|url|lien|liens|rejoin)\b"),
}
"""What is asked about, the first that fits."""
CUES = re.compile(
    r"\b(?:no|not|cannot|cant|dont|doesnt|isnt|where|wheres|how (?:do|to|can)|is there|are there"
    r"|will there|will (?:we|you|it|this)|can (?:we|you|i)|could (?:we|you)|lost|broken|missing"
    r"|pas|plus|rien|aucune?|ou (?:est|sont|trouver|se trouve)|comment|y a[- ]t[- ]il|il y a"
    r"|avez[- ]vous|sera|seront|est[- ]ce|peut[- ]on|pouvez[- ]vous|impossible|perdu|manque)\b"
)
"""What asks for a thing, or says that it is missing."""
BLOCKS: Mapping[str, str] = {
    "slides": "slides",
    "recording": "recording",
    "french": "no_french",
    "captions": "captions",
    "sound": "no_sound",
    "link": "link",
}
"""The block to paste in answer."""
ELIDED = re.compile(r"\b([cdjlmnst]|qu)['’](?=\w{2})")
"""What French puts before a word: “je n’entends”."""
MOST_WORDS = 20
MANY, WITHIN = 3, timedelta(minutes=10)
"""So many such questions within so long are a sign for the hosts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """That many have asked about one practical thing of late."""

    topic: str
    many: int


def topic_of(words: str) -> str:
    """Which practical thing is asked about; empty if none is."""
    parted = ELIDED.sub(r"\1 ", words.casefold())
    flat = unicodedata.normalize("NFKD", re.sub("['’]", "", parted))
    bare = "".join(each for each in flat if not unicodedata.combining(each))
    if len(bare.split()) > MOST_WORDS or not CUES.search(bare):
        return ""
    return next((name for name, pattern in TOPICS.items() if pattern.search(bare)), "")


def asked_by_many(context: Context, session: Session) -> tuple[Asked, ...]:
    """What several people asked in the last minutes, the most asked first."""
    since = context.now - WITHIN
    people: dict[str, set[str]] = {}
    for each in context.view.find(AudienceQuestion, "asked_in", session.id):
        if each.at > since and each.state is not QuestionState.ANSWERED:
            people.setdefault(topic_of(each.words), set()).add(each.by or each.id)
    people.pop("", None)
    found = Counter({topic: len(who) for topic, who in people.items()})
    return tuple(Asked(topic, many) for topic, many in found.most_common() if many >= MANY)
