"""A speaker answers, in words or on the card: yes, no, another time, a question; then details.

"Yes, happy to speak" / « Oui, avec plaisir » from the speaker; "Sam said yes for session 2" /
« Sam a accepté pour la séance 2 » from an organiser. Moderators and hosts answer the same way.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot import texts, understanding
from bot.context import ORGANISERS, SPEAKERS, Heard, Skill, Turn, merge
from bot.invites import answers, card
from bot.invites.card import Asking, Form
from bot.model.conversation import Press
from bot.model.outcome import Answer, Outcome
from bot.model.people import Noted, Role
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking
from bot.model.words import Both, Phrase
from bot.posts import Note, to_person
from bot.speakers import noted, own

LANGUAGES_SPOKEN = ("en", "fr", "both")
CONSENT = {"yes": True, "no": False}
Decided = Callable[[Turn, Asking], Outcome]
