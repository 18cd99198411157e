"""The rules that every text of ours keeps.

Sentence length: Canada.ca Content Style Guide, 2.7 (short sentences); 25 words at the most and 15 on
average are the figures of the GOV.UK style guide and of the Australian Government Style Manual.
Punctuation: Translation Bureau (Writing Tips Plus; Clés de la rédaction). Words: Termium Plus and the
Office québécois de la langue française.
"""

import re
from typing import get_args

from bot.errors import Hindrance
from bot.model.outbox import State
from bot.model.people import Role
from bot.model.promotion import Channel
from bot.model.registration import Came, Standing
from bot.model.speaking import Part, Reply
from bot.model.wiki import Late
from bot.model.words import LANGUAGES
from bot.registering.table import COLUMNS
from bot.skills.team_settings import CHANGES
from bot.skills.wiki.updating import WHY
from bot.understanding.explaining import HOLDING
from bot.understanding.notation import grammar

LONGEST, AVERAGE = 25, 15
END = re.compile(r"(?<=[.!?])[”»)\u00a0]*\s+(?=[A-ZÀ-Ý«“•])|\n+")
WORD = re.compile(r"\w[\w’@.:/-]*")
ALIKE = frozenset({"host_page.minute", "speaker_card.minutes", "teams_package.name"})
"""Texts that read the same in both languages by right."""

MEANT = re.compile(r"\b(mini[ -]discussion|event|[ée]v[ée]nement)s?\b", re.IGNORECASE)
BLAMING = re.compile(
    r"\b(invalid\w*|illegal\w*|incorrect\w*|forbidden|fault|mistake|you (failed|forgot|must|should"
    r" have|did not|didn’t)|erron\w+|illégal\w*|interdit\w*|faute|fautive?|vous (devez|auriez dû"
    r"|avez oublié|n’avez pas)|mauvaise?s?)\b",
    re.IGNORECASE,
)
FAMILIAR = re.compile(r"\b(tu|ton|ta|tes|toi|t’\w+)\b", re.IGNORECASE)
WEBINARS = re.compile(r"webinaires?", re.IGNORECASE)
NAMES_OF_PRODUCTS = dict.fromkeys(
    ("webinar", "plan_items", "plan_hints", "connections", "intents", "dossier"), WEBINARS
)
"""Words to avoid that the texts of a subject may have: in Webex, a webinar is called that."""
RATHER = {
    r"e-?mails?|mails?|mels?": "courriel",
    r"newsletters?": "infolettre",
    r"chats?|tchats?": "clavardage",
    r"week-?ends?": "fin de semaine",
    r"webinars?|webinaires?": "mini-discussion, séance",
    r"meetings?": "réunion",
    r"feedback": "commentaires",
    r"deadlines?|dates? limites?": "échéance",
    r"login|logins": "ouverture de session",
    r"spams?": "pourriel",
    r"podcasts?": "balado",
    r"hashtags?": "mot-clic",
    r"planning|schedule": "calendrier",
    r"digital\w*": "numérique",
    r"smartphones?": "téléphone intelligent",
    r"e-?books?": "livre numérique",
    r"canceller|cancell\w+": "annuler",
    r"céduler|cédul\w+": "prévoir",
    r"slides?": "diapositive",
    r"bots?": "robot",
    r"links?": "lien",
    r"speakers?": "conférencier, conférencière",
    r"hosts?": "hôte",
    r"ok|okay": "d’accord",
    r"support": "soutien, assistance",
    r"opportunités?": "occasion",
    r"définitivement": "certainement",
    r"adresses? e-?mail|adresses? mail": "adresse de courriel",
    r"SVP|svp": "veuillez",
    r"digitalis\w+": "numériser",
}
"""What is said elsewhere, or in the other language, and what is said in Canada instead."""

ENGLISH_MARKS = {
    "a straight quote": re.compile(r"[\"']"),
    "three dots": re.compile(r"\.\.\."),
    "a space before a mark": re.compile(r"[\s\u00a0]+[,;:?!.](?!\d)"),
    "two spaces": re.compile(r"[^\S\n]{2}"),
    "a French quote without its spaces": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "an hour without its fixed space": re.compile(r"\d [ap]\.m\."),
}
FRENCH_MARKS = {
    "a straight quote": re.compile(r"[\"']"),
    "three dots": re.compile(r"\.\.\."),
    "a space before a mark": re.compile(r"[\s\u00a0]+[,;?!.](?!\d)"),
    "a colon without its fixed space": re.compile(r"(?<!\u00a0):(?=\s|$)|[^\S\u00a0]:"),
    "two spaces": re.compile(r"[^\S\n]{2}"),
    "a French quote without its spaces": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "an hour without its fixed spaces": re.compile(r"\d (h|\$|%)\b|\bh \d"),
}
MARKS = {"en": ENGLISH_MARKS, "fr": FRENCH_MARKS}
OF_THE_OTHER = {"en": r"«\u00a0\{\{ [\w.]+ \}\}\u00a0»", "fr": r"“\{\{ [\w.]+ \}\}”"}
"""A title may be shown in the other language, in the quotes of that language."""
QUOTES = {"en": "«»", "fr": "“”"}

MET = tuple(each for each in Role if each not in (Role.STRANGER, Role.VISITOR))
"""The roles of people in chat who are spoken with."""
POSTED = (*(each for each in Channel if each is not Channel.X), "x_first", "x_again")
"""The kinds of posts that make a session known; there are two on X."""
FAMILIES: dict[str, tuple[str, ...]] = {
    "buttons.{}": tuple(f"other_{number}" for number in (1, 2, 3)),
    "explain.aside_{}": (
        "mention",
        "quoted_line",
        "code",
        "unseen",
        "rest",
        "quote",
        "url",
        "email",
        "told",
    ),
    "explain.by_{}": (Role.ORGANISER, Role.SPEAKER, Role.PARTICIPANT),
    "explain.does_{}": (
        "act",
        "tell",
        "ask",
        "offer",
        "refuse",
        "hold_back",
        "note_moment",
        "nothing",
        "not_yet",
    ),
    "explain.holds_{}": HOLDING,
    "explain.when_{}": ("ambiguous", "impossible", "nonexistent", "past"),
    "help.{}": MET,
    "intents.{}": tuple(each.name.replace(".", "_") for each in grammar().intents),
    "invites.{}": ("sent", "renewed", "moved", "withdrawn", "cancelled"),
    "invites.{}_letter": ("sent", "renewed", "moved", "withdrawn", "cancelled"),
    "invites.{}_subject": ("sent", "renewed", "moved", "withdrawn", "cancelled"),
    "reminders.door_{}": ("mail", "notify", "flow"),
    "reminders.way_{}": ("mail", "notify", "flow"),
    "reminders.hindered_{}": (*filter(None, get_args(Hindrance)), "refused"),
    "page.hello_{}": (*MET, "space"),
    "page.role_{}": MET,
    "page.state_{}": tuple(each for each in State if each not in (State.SENT, State.STOPPED)),
    "planning.day_off_{}": ("federal", "ontario", "quebec"),
    "promotion_names.{}": POSTED,
    "promotion_words.{}": POSTED,
    "promotion_problems.{}": ("stale", "unread"),
    "registration_table.came_{}": get_args(Came),
    "registration_table.language_{}": LANGUAGES,
    "registration_table.standing_{}": tuple(Standing),
    "registration_table.title_{}": COLUMNS,
    "speaker_answer.noted_already_{}": ("yes", "no"),
    "speaker_answer.noted_{}_words": ("yes", "no"),
    "speaker_answer.state_{}": tuple(Reply),
    "speaker_answer.yes_{}": tuple(Part),
    "speaker_card.heading_{}": tuple(Part),
    "speaker_card.{}": tuple(Reply),
    "speaker_desk.will_{}": tuple(Part),
    "speaker_desk.{}_done": ("keep", "accept", "refuse", "reply"),
    "speaker_desk.{}_words": ("keep", "accept", "refuse", "reply"),
    "speaker_invite.asks_{}": tuple(Part),
    "speaker_invite.subject_{}": tuple(Part),
    "speakers.{}": (*Part, *Reply),
    "team_settings.changed_{}": tuple(CHANGES),
    "team_settings.in_{}": ("en", "fr"),
    "team_settings.which_{}": tuple(CHANGES),
    "wiki.late_{}": tuple(WHY[each] for each in Late),
    "wiki.look_{}": ("same", "changed", "marks", "gone"),
}
"""Texts that are named by a value: each value has its text."""
