"""A play in which every card comes up: an organiser plans, a speaker answers, a session goes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal

import orjson

from bot import skills
from bot.assistant import Assistant, House
from bot.assistant.doors import Door
from bot.channels.terminal.stage import Ears
from bot.channels.terminal.talk import SPACE
from bot.clock import StillClock
from bot.documents.answers import Field
from bot.documents.returned import Failure, Reply, Report
from bot.downloads import is_one
from bot.errors import Refusal
from bot.model.conversation import Attachment, Card, Delivery, Incoming, Press, Sender
from bot.model.halves import Half
from bot.model.mailing import Batch
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import PUBLIC, Contact, Place, Team
from bot.model.plan import Item, Lead, Plan
from bot.model.poll import Poll
from bot.model.question import BOX, LONGEST, AudienceQuestion
from bot.model.registration import Registration
from bot.model.retention import USUAL, Retention
from bot.model.search import Search
from bot.model.session import Phase, Session
from bot.model.setup import Pace, Setup, Wiki
from bot.model.summary import Point, Summary
from bot.model.words import Both, Language
from bot.services.files.reading import Reading, reading_of
from storage import MemoryStore
from tests.mailings.carrier import Calls
from tests.wiki.fake import Overwritten, Unhurried

from .afterwards import answered, over, report, whom_to_thank
from .webinars import Pretended

NOW = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)
ANA, BEN = "ana@example.org", "ben@example.org"
SAM, TOM = "sam@example.org", "tom@example.org"
SPACES = (Place("page", SPACE),)
Audience = Literal["en", "fr", "both"]
"""Who looks at the cards: somebody of one language, or people of both."""

ASKED: dict[str, dict[str, str]] = {
    "create": {"en": "create session", "fr": "créer une séance"},
    "create_unclear": {
        "en": "create session on 03/04/2027 at 1 pm about maps",
        "fr": "créer une séance le 03/04/2027 à 13 h sur les cartes",
    },
    "edit": {"en": "edit session 1", "fr": "modifie la séance 1"},
    "move": {
        "en": "move session 1 to March 11, 2027 at 2 pm",
        "fr": "déplace la séance 1 au 11 mars 2027 à 14 h",
    },
    "move_unclear": {
        "en": "move session 1 to 03/04/2027",
        "fr": "déplace la séance 1 au 03/04/2027",
    },
    "series": {
        "en": "create a series last Thursday of every month at 1 pm, 52 sessions",
        "fr": "crée une série le dernier jeudi de chaque mois à 13 h, 52 séances",
    },
    "whole": {"en": "all of them to 2 pm", "fr": "toutes à 14 h"},
    "theme": {"en": "add theme Maps", "fr": "ajoute le thème Cartes"},
    "invite": {
        "en": "invite sam@example.org to session 1",
        "fr": "invite sam@example.org à la séance 1",
    },
    "partner": {"en": "add a partner", "fr": "ajoute un partenaire"},
    "related": {"en": "add a related session", "fr": "ajoute une séance connexe"},
    "poll": {"en": "create a poll", "fr": "crée un sondage"},
    "ballot": {"en": "where do I vote?", "fr": "comment voter?"},
    "outcome": {"en": "poll results", "fr": "résultats du sondage"},
    "poll_file": {
        "en": "export the results of the last poll",
        "fr": "exporte les résultats du dernier sondage",
    },
    "dossier": {"en": "the file of session 2", "fr": "le dossier de la séance 2"},
    "pilot": {"en": "pilot report", "fr": "rapport du projet pilote"},
    "sheet": {
        "en": "poll sheet for Vevox, session 2",
        "fr": "feuille de sondages pour Vevox, séance 2",
    },
    "questions": {
        "en": "show the questions for session 1",
        "fr": "montre les questions de la séance 1",
    },
    "readers": {
        "en": "narrow the invitation to past attendees of session 1",
        "fr": "restreins l'invitation aux personnes déjà venues pour la séance 1",
    },
    "vote": {"en": "vote for a theme", "fr": "vote pour un thème"},
    "nameless_theme": {"en": "add theme", "fr": "ajoute un thème"},
    "settings": {"en": "show our settings", "fr": "affiche nos réglages"},
    "announce": {"en": "announce session 1", "fr": "annonce la séance 1"},
    "counts": {
        "en": "how many people have signed up for session 1?",
        "fr": "combien de personnes se sont inscrites à la séance 1?",
    },
    "register": {
        "en": "register tom@example.org for session 1",
        "fr": "inscris tom@example.org à la séance 1",
    },
    "export": {
        "en": "export the registrations of session 1",
        "fr": "exporte les inscriptions de la séance 1",
    },
    "chat": {
        "en": "import the webinar chat of session 90",
        "fr": "importe le clavardage du webinaire de la séance 90",
    },
    "attendance": {
        "en": "import the attendance of session 90",
        "fr": "importe les présences de la séance 90",
    },
    "evaluation": {
        "en": "import the evaluation of session 90",
        "fr": "importe l'évaluation de la séance 90",
    },
    "transcript": {
        "en": "import the transcript of session 90",
        "fr": "importe la transcription de la séance 90",
    },
    "lessons_round": {
        "en": "ask the team for the lessons of session 90",
        "fr": "demande à l'équipe les leçons de la séance 90",
    },
    "half_page": {
        "en": "draft the half page on session 90 for the director",
        "fr": "rédige la demi-page sur la séance 90 pour la directrice",
    },
    "thank": {
        "en": "send the thank-yous for session 90",
        "fr": "envoie les remerciements de la séance 90",
    },
    "import": {
        "en": "import the registrations for session 1",
        "fr": "importe les inscriptions de la séance 1",
    },
    "remind": {"en": "send reminders for session 1", "fr": "envoie les rappels de la séance 1"},
    "remind_some": {
        "en": "send reminders to the participants of session 1",
        "fr": "envoie les rappels aux participants de la séance 1",
    },
    "plan": {
        "en": "schedule a reminder 2 days before session 1",
        "fr": "planifie un rappel 2 jours avant la séance 1",
    },
    "reword": {
        "en": "edit the reminder text for session 1",
        "fr": "modifie le texte des rappels de la séance 1",
    },
    "wiki": {
        "en": "publish the wiki page for session 1",
        "fr": "publie la page wiki de la séance 1",
    },
    "erase": {"en": "erase tom@example.org", "fr": "efface tom@example.org"},
    "find": {
        "en": "find everything about tom@example.org",
        "fr": "trouve tout ce qu'on a sur tom@example.org",
    },
    "disposal": {"en": "what would be disposed of?", "fr": "qu'est-ce qui serait détruit?"},
    "describe": {
        "en": "draft the description of session 1",
        "fr": "rédige la description de la séance 1",
    },
    "ask_review": {
        "en": "ask sam@example.org to review the description of session 1",
        "fr": "demande à sam@example.org de réviser la description de la séance 1",
    },
    "translate": {
        "en": "ask sam@example.org to translate the description of session 1 into French",
        "fr": "demande à sam@example.org de traduire la description de la séance 1 en français",
    },
    "translate_back": {
        "en": "ask sam@example.org to translate the description of session 1 into English",
        "fr": "demande à sam@example.org de traduire la description de la séance 1 en anglais",
    },
    "webinar": {
        "en": "create the webinar for session 1",
        "fr": "crée le webinaire de la séance 1",
    },
    "webinar_links": {
        "en": "add the webinar links of session 1",
        "fr": "ajoute les liens du webinaire de la séance 1",
    },
    "webinar_gone": {
        "en": "remove the Webex webinar of session 1",
        "fr": "retire le webinaire Webex de la séance 1",
    },
    "resource": {
        "en": "add https://example.org/guide as a resource for session 1",
        "fr": "ajoute https://example.org/guide comme ressource pour la séance 1",
    },
    "share": {
        "en": "share the resources of session 1",
        "fr": "partage les ressources de la séance 1",
    },
    "approvals": {"en": "approval settings", "fr": "réglages d'approbation"},
    "away": {"en": "I am away", "fr": "je suis en congé"},
    "post": {
        "en": "draft the director's email for session 1",
        "fr": "rédige le courriel de la directrice pour la séance 1",
    },
    "teams_post": {
        "en": "draft the Teams post for session 1",
        "fr": "rédige la publication dans Teams pour la séance 1",
    },
    "wire": {
        "en": "draft the text for the Wire for session 1",
        "fr": "rédige le texte pour le Wire de la séance 1",
    },
    "new_post": {
        "en": "add a post to the plan of session 1",
        "fr": "ajoute une publication au plan de la séance 1",
    },
    "usual_post": {
        "en": "add a post to the usual plan",
        "fr": "ajoute une publication au plan habituel",
    },
    "hand_ticket": {
        "en": "ticket 1 is for ben@example.org",
        "fr": "le dossier 1 est pour ben@example.org",
    },
    "ticket": {"en": "ticket 1", "fr": "dossier 1"},
    "checklist": {"en": "checklist for session 1", "fr": "liste de vérification de la séance 1"},
    "platform_test": {
        "en": "platform test for session 1",
        "fr": "essai de la plateforme pour la séance 1",
    },
    "host_card": {
        "en": "host card for session 1",
        "fr": "fiche de l'animation de la séance 1",
    },
    "assign": {
        "en": "assign item 14 of session 1 to sam@example.org",
        "fr": "confie l'élément 14 de la séance 1 à sam@example.org",
    },
    "hand_over": {
        "en": "hand over everything from sam@example.org to tom@example.org",
        "fr": "passe tout ce qui est à sam@example.org à tom@example.org",
    },
    "sum_up": {
        "en": "draft the summary of session 91",
        "fr": "rédige le résumé de la séance 91",
    },
    "cancel": {"en": "cancel session 1", "fr": "annule la séance 1"},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as somebody sees it, and the record that its buttons are held against.

    ``on_page`` is a page of our own, behind a signed link: no platform limits its size.
    """

    card: Mapping[str, Any]
    record: Card | None
    on_page: bool = False

    @property
    def buttons(self) -> tuple[str, ...]:
        """The names of its buttons, in order."""
        return tuple(action["data"]["button"] for action in self.card["actions"])


class Unanswered(Calls):
    """A way out that takes letters in batches, and posts, and never says so."""

    async def carry(self, batch: Batch) -> Mapping[str, str]:
        """Take it, perhaps."""
        raise TimeoutError

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Take it, perhaps."""
        raise TimeoutError


@dataclass
class Brought:
    """A file in which a hundred rows are refused, called and filled with these words."""

    words: str

    async def fetch(self, name: str, channel: str, source: str) -> None:
        """It is there."""

    async def read(self, name: str, shown: str, columns: Mapping[str, Field]) -> Reading:
        """One person, and all that was refused; at first nobody knows where the addresses are."""
        if not columns:
            raise Refusal("answers.which_address", titles=[self.words] * 40)
        why = {"key": "answers.turned_down", "facts": {"status": self.words}}
        refused = [{"row": row, "column": self.words, "why": why} for row in range(2, 120)]
        head = {"titles": {}, "unknown": [self.words] * 40, "people": 0, "repeated": 0}
        return reading_of(b"\n".join(map(orjson.dumps, (head, {"refused": refused}))))

    async def report(self, name: str, what: str, asked: Mapping[str, Any]) -> list[bytes]:
        """A report of five people whom nothing matches, and a hundred rows that were refused."""
        return report(what, self.words)

    async def summed(self, what: str, rows: bytes) -> bytes:
        """What the answers come to, in these words."""
        return answered(self.words)

    async def remove(self, name: str) -> None:
        """It is gone."""


@dataclass
class Play:
    """The bot in memory, the two people, and every card that was shown."""

    audience: Audience
    called: str
    shown: list[Shown] = field(default_factory=list)
    ears: Ears = field(default_factory=lambda: Ears("page", {}))
    heard: int = 0
    clock: StillClock = field(default_factory=lambda: StillClock(NOW))

    def __post_init__(self) -> None:
        """Build the bot."""
        self.store = MemoryStore()
        ways = {name: Pace(daily=10_000, most=500) for name in ("mail", "notify", "flow")}
        setup = Setup(
            organisers=frozenset({ANA, BEN}),
            local=True,
            ways=ways,
            wiki=Wiki(writes=True),
            webinars=True,
            posts_to_teams=True,
        )
        doors: dict[str, Door] = {"page": self.ears, "mail": self.ears, "notify": Unanswered()}
        doors["teams_channel"] = Unanswered()
        doors["wiki"] = Unhurried(Overwritten(f"{self.called or 'theirs'}\n" * 20))
        house = House(
            self.store,
            self.clock,
            setup,
            skills.load(),
            doors,
            files=Brought(self.called),
            webinars=Pretended(self.called),
        )
        self.assistant = Assistant(house)

    @property
    def language(self) -> Language:
        """The language in which things are asked for."""
        return "fr" if self.audience == "fr" else "en"

    async def begin(self) -> None:
        """Make the people known; both languages are shown to those who never chose one."""
        chosen: Language | None = None if self.audience == "both" else self.language
        people = [
            Contact(address=each, name=self.called, language=chosen, places=(Place("page", each),))
            for each in (ANA, SAM, TOM)
        ]
        team = Team(spaces=SPACES, name=Both(self.called or "Circuit", self.called or "Circuit"))
        await self.store.run(Outcome(saves=(*people, team)).regardless)

    async def ask(self, what: str, *files: Attachment, place: Place | None = None) -> None:
        """Ana asks for something: in private, or in the space where both languages are read."""
        place = place or (SPACES[0] if self.audience == "both" else Place("page", ANA))
        await self._hear(place, ANA, text=ASKED[what][self.language], files=files)

    async def say(self, text: str) -> None:
        """Ana writes something of her own where she asks for things."""
        place = SPACES[0] if self.audience == "both" else Place("page", ANA)
        await self._hear(place, ANA, text=text)

    async def press(self, who: str, button: str, **fields: str) -> None:
        """Somebody presses a button of the last card that has it and that they may press."""
        card = next(
            each.record
            for each in reversed(self.shown)
            if each.record and button in each.buttons and each.record.person in ("", who)
        )
        filled = {f"in_{name}": value for name, value in fields.items()}
        place = card.place or (Place("page", who) if card.person else SPACES[0])
        await self._hear(place, who, press=Press(card.ref, button, filled))

    async def put(self, words: str) -> None:
        """Somebody on the page of session 1 puts a question to its speakers."""
        self.heard += 1
        incoming = Incoming(
            id=str(self.heard),
            place=Place(PUBLIC, "1"),
            sender=Sender(""),
            private=True,
            at=self.clock.now(),
            press=Press(f"{BOX}1", "question_ask", {"in_words": words}),
            account="web/somebody",
        )
        await self.assistant.hear(incoming)

    def first_question(self) -> str:
        """The number of the question that waits at the top."""
        waiting = self.store.view().find(AudienceQuestion, "stands_in", "1/waiting")
        return waiting[-1].id

    def file_of(self, about: str) -> str:
        """The reference of the page from which this file is taken."""
        found = self.store.view().find(Card, "about", about)
        return next(each.ref for each in found if is_one(each))

    async def deliver(self, skill: str, **facts: object) -> None:
        """A program brings something to a skill."""
        self.heard += 1
        incoming = Incoming(
            id=str(self.heard),
            place=Place("form", str(self.heard)),
            sender=Sender(""),
            private=False,
            at=NOW,
            delivery=Delivery(skill, facts),
        )
        await self.assistant.hear(incoming)
        await self.assistant.settle()
        sent, self.ears.cards = [card for _, card in self.ears.cards], []
        self._see(sent)

    async def earlier(self) -> None:
        """Some have registered on days before."""
        people = [
            Registration(session="1", address=f"p{n}@example.org", at=at, changed_at=at)
            for n in range(3)
            for at in (NOW - timedelta(days=n),)
        ]
        await self.store.run(Outcome(saves=tuple(people)).regardless)

    async def one_more(self) -> None:
        """Somebody has registered since the last reminder."""
        now = self.clock.now()
        late = Registration(session="1", address="late@example.org", at=now, changed_at=now)
        await self.store.run(Outcome(saves=(late,)).regardless)

    async def wait(self, minutes: int) -> None:
        """Let some minutes pass, and what waits leave."""
        for _ in range(minutes):
            self.clock.move(self.clock.now() + timedelta(minutes=1))
            await self.assistant.settle()
        self._see(self._left())

    async def tick(self) -> None:
        """Ask what is due, and let it leave."""
        await self.assistant.tick()
        await self.assistant.settle()
        self._see(self._left())

    def look(self, ref: str) -> None:
        """Somebody opens the page of a card that is kept nowhere."""
        both: tuple[Language, ...] = ("en", "fr")
        languages = both if self.audience == "both" else (self.language,)
        card = self.assistant.present(ref, languages).card
        assert card is not None
        self.shown.append(self._shown(card))

    async def _hear(
        self,
        place: Place,
        who: str,
        text: str = "",
        press: Press | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> None:
        self.heard += 1
        incoming = Incoming(
            id=str(self.heard),
            place=place,
            sender=Sender(who, self.called),
            private=place not in SPACES,
            at=self.clock.now() + timedelta(seconds=self.heard),
            text=text,
            press=press,
            files=files,
        )
        answer = await self.assistant.hear(incoming)
        await self.assistant.settle()
        self._see([card for card in (answer.card, *self._left()) if card is not None])

    def _left(self) -> list[Mapping[str, Any]]:
        """The cards that left since this was asked last."""
        sent, self.ears.cards = [card for _, card in self.ears.cards], []
        return sent

    def _see(self, cards: list[Mapping[str, Any]]) -> None:
        """Keep the cards, and each as its signed link shows it."""
        both: tuple[Language, ...] = ("en", "fr")
        languages = both if self.audience == "both" else (self.language,)
        for shown in map(self._shown, cards):
            self.shown.append(shown)
            if shown.record is not None:
                linked = self.assistant.present(shown.record.ref, languages).card
                self.shown += [replace(self._shown(linked), on_page=True)] if linked else []

    def _shown(self, card: Mapping[str, Any]) -> Shown:
        refs = [action["data"]["card"] for action in card["actions"]]
        return Shown(card, self.assistant.card(refs[0]) if refs else None)


async def _planned(play: Play, title: str) -> None:
    """Every card of planning, on a session that falls on a holiday."""
    moment = {"date": "2027-07-01", "time": "13:00", "minutes": "45"}
    await play.ask("create")
    await play.press(ANA, "save", **moment | {"title_en": "", "title_fr": ""})
    await play.press(ANA, "save", **moment | {"title_en": title, "title_fr": title})
    await play.ask("create_unclear")
    await play.ask("edit")
    changed = {"date": "2027-09-30", "join": "https://example.org/" + "j" * 300}
    await play.press(ANA, "save", **moment | changed | {"title_en": title, "title_fr": title})
    await play.ask("move_unclear")
    await play.ask("move")
    await play.press(ANA, "go")
    await play.ask("theme")
    await play.press(ANA, "save", title_en=title, title_fr=title, belongs_to=title)
    await play.ask("partner")
    await play.press(ANA, "save", organisation=title, contact=title, address="", language="fr")
    await play.ask("related")
    await play.press(ANA, "save", title_en=title, title_fr=title, day="", address=title)
    await play.ask("nameless_theme")
    await play.ask("vote")
    await play.ask("settings")
    await play.press(ANA, "save", director=SAM, name_en=title)
    await play.ask("settings")
    await play.ask("series")
    await play.press(ANA, "go")
    await play.ask("whole")


async def _polled(play: Play, words: str) -> None:
    """A poll of each look: on buttons, in a list, in words; posted, and closed."""
    question = {"question_en": words[:300] or "?", "question_fr": words[:300] or "?"}
    every = {
        "single": [f"{number} {words}"[:80] for number in range(5)],
        "several": [f"{number} {words}"[:80] for number in range(20)],
        "words": [],
    }
    for kind, options in every.items():
        await play.wait(1)
        await play.ask("poll")
        lines = "\n".join(" ".join(each.split()) for each in options)
        typed = {"options_en": lines, "options_fr": lines, "kind": kind, "live": "yes"}
        await play.press(ANA, "save", **question, **typed, named="yes")
        await play.press(ANA, "poll_change")
        await play.press(ANA, "poll_post")
        await play.ask("ballot")
        await play.press(ANA, "choice_1" if kind == "single" else "vote")
        await play.ask("outcome")
        await play.ask("poll_file", place=Place("page", ANA))
        await play.press(ANA, "save", answer=words or "to draw lots")
        newest = play.store.view().find(Poll, "all", "poll")[-1]
        play.look(play.file_of(f"poll/{newest.id}"))
        await play.press(ANA, "poll_close")
    await play.ask("sheet", place=Place("page", ANA))
    play.look(play.file_of("vevox/2"))
    await play.ask("dossier", place=Place("page", ANA))
    play.look(play.file_of("dossier/2"))


async def _questioned(play: Play, words: str) -> None:
    """The moderators' card: full, a press for each decision, and nothing left."""
    for number in range(8):
        await play.put(f"{number} {words}"[:LONGEST])
    await play.ask("questions")
    for name in ("approve", "defer", "redact", "hide", "answer"):
        waiting = play.first_question()
        await play.press(ANA, f"question_{name}", question=waiting, words=words[:400] or "?")
    for asked in ("Will the session be recorded?", "La séance sera-t-elle enregistrée?"):
        await play.put(asked)
    await play.ask("questions")


async def _registered(play: Play, words: str) -> None:
    """The form for everybody, and the card of somebody who registers, gives it up and returns."""
    await play.ask("announce")
    play.look("registration-session-1")
    await play.ask("register")
    play.look(Registration(session="1", address=TOM, at=NOW, changed_at=NOW).ref)
    said = {"name": words[:120], "department": words[:120], "needs": words, "question": words}
    await play.press(TOM, "save", **said, language="fr", consent="yes")
    await play.press(TOM, "leave")
    await play.press(TOM, "register")
    await play.earlier()
    await play.ask("counts")
    await play.ask("plan")
    await play.ask("reword")
    written = {
        "subject_en": words[:150],
        "subject_fr": words[:150],
        "body_en": words,
        "body_fr": words,
    }
    await play.press(ANA, "save", **written)
    await play.ask("reword")
    await play.ask("remind")
    for button in ("go", "halt", "resume", "correct"):
        await play.press(ANA, button)
    await play.one_more()
    await play.ask("remind_some")
    for button in ("by_notify", "go", "halt", "resume"):
        await play.press(ANA, button)
    await play.wait(minutes=10)


async def _on_the_wiki(play: Play) -> None:
    """What waits for a second person, and what becomes of a page that others have written."""
    await play.ask("wiki")
    await play.press(BEN, "stop")
    await play.ask("wiki")
    await play.press(BEN, "publish")
    await play.press(BEN, "overwrite")
    await play.press(BEN, "keep_theirs")


async def _webinar(play: Play, words: str) -> None:
    """The cards of a webinar that is not made, made, linked by hand, and taken away."""
    await play.ask("webinar")
    await play.press(ANA, "stop")
    await play.ask("webinar")
    await play.press(ANA, "go", type="2", interpreted="no", invited="no")
    await play.ask("webinar")
    await play.ask("webinar_links")
    await play.press(ANA, "save", join="https://example.org/" + "j" * 300, register=words[:2000])
    await play.ask("webinar_gone")
    await play.press(ANA, "stop")
    await play.ask("webinar_gone")
    await play.press(ANA, "go")


async def _handed_out(play: Play, words: str) -> None:
    """The cards of a resource that is named in both languages, shared by itself, by hand, now."""
    await play.ask("resource")
    await play.press(ANA, "save", answer=f"{words[:70] or 'A'} / {words[:70] or 'Le'}")
    await play.ask("share")
    await play.press(ANA, "by_hand")
    await play.ask("share")
    await play.press(ANA, "by_itself")
    await play.ask("share")
    await play.press(ANA, "share_now")


async def _planned_out(play: Play, words: str) -> None:
    """The plan of a session that is full of things, page by page, and what changes hands."""
    said = words[:150] or "?"
    for number in range(9):
        language = "fr" if play.language == "fr" else "en"
        begun = {
            "en": "add to the checklist template, 1 day before:",
            "fr": "ajoute au gabarit de la liste de tâches, 1 jour avant :",
        }[language]
        await play.say(f"{begun} {number} {said[:140]} / {number} {said[:140]}")
        await play.wait(1)
    await play.ask("checklist")
    await play.press(ANA, "plan_done", item="7")
    await play.ask("platform_test")
    await play.press(ANA, "test_failed", step="4", note=words[:300])
    await play.press(ANA, "test_more")
    await play.press(ANA, "test_passed", step="9", note=words[:300])
    await play.press(ANA, "test_rest")
    for button in ("plan_more", "plan_more", "plan_day", "plan_month"):
        await play.press(ANA, button)
    await play.ask("assign")
    await play.ask("hand_over")
    await play.press(ANA, "stop")
    await play.ask("hand_over")
    await play.press(ANA, "go")
    await play.say(
        "add to the checklist template: lights / lumières"
        if play.language == "en"
        else "ajoute au gabarit de la liste de tâches : lumières / lights"
    )
    await play.press(ANA, "plan_spread")
    for number in range(4):
        await play.put(f"{number} no sound here {said[:40]}")
    await play.ask("host_card")
    await play.press(ANA, "host_captions")
    await play.press(ANA, "host_block", block="resources")


async def _on_a_morning(play: Play, words: str) -> None:
    """The digest of a morning on which much is to be done."""
    starts = play.clock.now() + timedelta(days=1)
    said = Both(words or "?", words or "?")
    items = tuple(Item(id=str(n), words=said, lead=Lead("days", -1)) for n in range(1, 8))
    session = Session(
        id="90", title=said, starts=starts, wall="2027-01-13T09:00", created=play.clock.now()
    )
    plan = Plan(session="90", items=items, last=7)
    await play.store.run(Outcome(saves=(session, plan)).regardless)
    await play.tick()
    await play.press(ANA, "tick_1")


async def _kept(play: Play, words: str) -> None:
    """All that is kept of somebody, and what is past its time."""
    private = Place("page", ANA)
    await play.ask("find", place=private)
    (search,) = play.store.view().between(Search, "until", None, None)
    play.look(play.file_of(f"found/{search.id}"))
    then = play.clock.now() - timedelta(days=60)
    said = Both(words or "?", words or "?")
    over = Session(
        id="91", title=said, starts=then, wall="2026-11-13T09:00", created=then, phase=Phase.HELD
    )
    old = Registration(session="91", address="old@example.org", at=then, changed_at=then)
    short = Retention(months=dict.fromkeys(USUAL, 1))
    await play.store.run(Outcome(saves=(over, old, short)).regardless)
    await play.ask("disposal", place=private)


async def _promoted(play: Play, words: str) -> None:
    """Every card of a post: its words, its plan, a yes from outside, what is handed over."""
    await play.wait(minutes=2)
    await play.ask("approvals")
    await play.press(ANA, "save", director=SAM, office=SAM, managers="", by_us=words[:100] or "x")
    await play.press(ANA, "save", director=SAM, office=SAM, managers="", by_us="")
    await play.ask("away")
    await play.press(ANA, "save", absent=TOM, until="2027-01-20", stand_in="")
    await play.ask("usual_post")
    await play.press(ANA, "save", channel="other", target="", date="9", poster="", approver="")
    await play.ask("new_post")
    filled = {"date": "2027-02-01", "time": "", "poster": "", "approver": ""}
    await play.press(ANA, "save", channel="other", target=words[:200] or "a wall", **filled)
    await play.ask("readers")
    await play.press(ANA, "save", language="fr", department=words[:150], theme=words[:150])
    await play.ask("wire")
    await play.press(ANA, "replan")
    await play.press(ANA, "save", target="", **filled)
    await play.ask("post")
    await play.press(ANA, "reword")
    said = {"subject_en": words[:400], "subject_fr": words[:400]}
    body = {"body_en": words or "Come.", "body_fr": words or "Venez."}
    await play.press(ANA, "save", **said, **body)
    await play.press(ANA, "ask_approval")
    if any("approve_words" in each.buttons for each in play.shown):
        await play.press(SAM, "change_this", wish=words or "Shorter.")
        await play.ask("post")
        await play.press(ANA, "ask_approval")
        await play.press(SAM, "approve_words")
        await play.ask("post")
        await play.press(ANA, "hand_over")
        await play.ask("post")
        await _sent_by_us(play, filled | body | said)
    await play.wait(minutes=2)


async def _sent_by_us(play: Play, fields: Mapping[str, str]) -> None:
    """The card of a post that we send: planned, held back, sent, and nobody knows whether it came."""
    await play.wait(minutes=2)
    await play.ask("teams_post")
    await play.press(ANA, "replan")
    when = {name: fields[name] for name in ("date", "time", "poster")}
    await play.press(ANA, "save", target="", approver=SAM, **when)
    await play.ask("teams_post")
    await play.press(ANA, "reword")
    said = {name: fields[name] for name in ("subject_en", "subject_fr", "body_en", "body_fr")}
    await play.press(ANA, "save", **said)
    await play.press(ANA, "ask_approval")
    await play.press(SAM, "approve_words")
    await play.ask("teams_post")
    await play.press(ANA, "schedule")
    await play.press(ANA, "hold_back")
    await play.press(ANA, "send_now")
    await play.ask("teams_post")


async def _formed(play: Play, words: str) -> None:
    """The card that asks what a form is for, which has many questions."""
    answers = {f"r{number:032x}": words for number in range(12)}
    told = {"responder": SAM, "submitDate": "1/12/2027 9:00:00 AM", **answers}
    await play.deliver("forms", form_id="a form", response_id="1", answers=told)
    await play.press(ANA, "save", session="1")


async def _returned(play: Play, words: str) -> None:
    """What the team decides on once somebody has answered a letter."""
    said = f"I can't come.\n{words}"[:2000]
    await play.deliver("returned", id="a" * 64, mail=Reply(TOM, words[:75], said, ()))
    await play.press(ANA, "resend")


async def _needed(play: Play, words: str) -> None:
    """The card of a ticket: that there is one, all of it, in other hands, booked and closed."""
    said = f"I'm deaf and need ASL.\n{words}"[:2000]
    await play.deliver("returned", id="c" * 64, mail=Reply(TOM, words[:75], said, ()))
    await play.press(ANA, "access_read")
    await play.ask("hand_ticket", place=Place("page", ANA))
    await play.ask("ticket", place=Place("page", ANA))
    await play.press(ANA, "access_take")
    await play.press(ANA, "access_answer", words=words[:2000] or "Yes.")
    await play.press(ANA, "access_booked")
    await play.press(ANA, "access_close", lesson=words[:400])


async def _exported(play: Play, words: str) -> None:
    """The question what names are for, and the page behind the link; in private, as always."""
    await play.ask("export", place=Place("page", ANA))
    await play.press(ANA, "save", answer=words or "badges")
    about_it = play.store.view().find(Card, "about", "session/1")
    play.look(next(each.ref for each in about_it if each.skill == "registration_export"))


async def _brought(play: Play, words: str) -> None:
    """The cards of a file of registrations: what a column holds, what would change, what did."""
    file = Attachment(words or "people.csv", "a source")
    await play.ask("import", file)
    await play.press(ANA, "look_again", columns="Town = email")
    await play.press(ANA, "look_again", columns="Town = name")
    await play.press(ANA, "go")
    await play.ask("import", file)
    await play.press(ANA, "stop")


async def _reported(play: Play, words: str) -> None:
    """The cards of a report of who came: what it says, what is so now, and who is not matched."""
    await play.store.run(Outcome(saves=(over(NOW, words[:150]),)).regardless)
    await play.ask("pilot", place=Place("page", ANA))
    play.look(play.file_of("pilot/90"))
    file = Attachment(words or "report.csv", "a source")
    await play.ask("attendance", file)
    await play.press(ANA, "go")
    await play.press(ANA, "match", said="1 = nobody")
    await play.ask("attendance", file)
    await play.press(ANA, "stop")
    await play.ask("chat", file)
    await play.press(ANA, "go")
    await play.ask("chat", file)
    await play.press(ANA, "stop")
    await play.ask("evaluation", file)
    await play.press(ANA, "go")
    await play.ask("evaluation", file)
    await play.press(ANA, "stop")
    await play.ask("transcript", file)
    await play.press(ANA, "go")
    await play.ask("transcript", file)
    await play.press(ANA, "stop")
    await play.ask("lessons_round")
    await play.press(ANA, "save", answer=words[:150] or "Test first")
    await play.ask("half_page")
    await play.press(ANA, "go")
    await play.ask("half_page")
    await play.press(ANA, "stop")
    await _thanked(play, words)


async def _thanked(play: Play, words: str) -> None:
    """The cards of thank-yous to every group: counted, held, leaving, stopped, gone."""
    await play.store.run(Outcome(saves=tuple(whom_to_thank(NOW, words))).regardless)
    for button in ("stop", "go"):
        await play.ask("thank")
        await play.press(ANA, button)
    for who, button in ((BEN, "approve"), (ANA, "halt"), (ANA, "resume")):
        await play.press(who, button)
    await play.wait(1)


async def _described(play: Play, words: str) -> None:
    """What is asked for a draft, both halves at their longest, and the request to translate one."""
    said = words[:1800] or "Why not?"
    await play.ask("describe")
    first, second = ("fr", "en") if play.language == "fr" else ("en", "fr")
    for each in (first, second):
        await play.press(
            ANA, "save", **{f"why_{each}": said[:600], f"takeaways_{each}": said[:600]}
        )
    await play.press(ANA, "save", text_en=said, text_fr=said[:1799])
    await play.ask("ask_review")
    await play.press(SAM, "change_this", wish=words[:1000] or "Why?")
    await play.ask("translate")
    await play.press(SAM, "cannot")
    for each in ("translate", "translate_back"):
        await play.ask(each)
        mail = Reply(SAM, words[:75], said, ())
        await play.deliver("returned", id=f"{len(each):064}", mail=mail)
        await play.press(SAM, "hand_in", translated=said[:1500] + " fin")
    await play.ask("describe")
    await play.press(ANA, "reviewed_en")
    await play.wait(1)


async def _summed_up(play: Play, words: str) -> None:
    """Both halves of a summary at their longest, to be reviewed."""
    said = words[:1800] or "Templates are kept for two years."
    over = Session(
        id="91",
        title=Both(words[:150], words[:150]),
        starts=NOW - timedelta(days=1),
        wall="2027-01-11T09:00",
        created=NOW - timedelta(days=9),
        phase=Phase.HELD,
        announced=True,
    )
    half = Half(text=said, written="transcript", edition=1)
    points = (Point(65, words[:60], said[:300]),)
    summary = Summary(session="91", points=points, en=half, fr=half, seconds=600, cut_off=True)
    await play.store.run(Outcome(saves=(over, summary)).regardless)
    await play.ask("sum_up")
    await play.press(ANA, "reviewed_en")


async def _answered(play: Play, words: str) -> None:
    """Every card between a speaker and the team."""
    await play.ask("invite")
    await play.press(SAM, "question", note=words or "Online?")
    await play.press(ANA, "reply", reply=words or "Yes.")
    await play.press(SAM, "other_time", note=words or "March 4")
    await play.press(SAM, "no")
    await play.press(SAM, "yes")
    await play.press(ANA, "yes")
    await play.press(SAM, "save", bio_en=words, bio_fr=words, needs=words, language="both")
    about_it = play.store.view().find(Sending, "about", "session/1")
    mark = next(each.letter for each in about_it if each.letter and each.to == SAM)
    report = Report((Failure((SAM,), permanent=True, status="5.1.1"),), (f"<{mark}@example.org>",))
    await play.deliver("returned", id="b" * 64, mail=report)
    await play.press(ANA, "done")
    await play.press(SAM, "change")
    await play.ask("cancel")
    await play.press(ANA, "go")
    await play.press(SAM, "no")


@cache
def cards_of(audience: Audience, words: str) -> tuple[Shown, ...]:
    """Every card of the play, with these words as titles, names and all that people write."""

    async def played() -> tuple[Shown, ...]:
        play = Play(audience, words[:120])
        await play.begin()
        await _planned(play, words[:150] or "Maps")
        await _registered(play, words[:4000])
        await _on_the_wiki(play)
        await _polled(play, words[:4000])
        await _questioned(play, words[:4000])
        await _webinar(play, words[:4000])
        await _handed_out(play, words[:4000])
        await _planned_out(play, words[:4000])
        await _promoted(play, words[:3900])
        await _formed(play, words[:4000])
        await _returned(play, words[:4000])
        await _needed(play, words[:4000])
        await _brought(play, words[:4000])
        await _reported(play, words[:4000])
        await _exported(play, words[:4000])
        await _described(play, words[:4000])
        await _answered(play, words[:4000])
        await _on_a_morning(play, words[:150])
        await play.ask("erase", place=Place("page", ANA))
        await _kept(play, words[:150])
        await _summed_up(play, words[:4000])
        return tuple(play.shown)

    return asyncio.run(played())
