"""A translation that comes back as a plain reply by mail is shown to who asked, and used by a press."""

import asyncio
from dataclasses import dataclass

import pytest

from bot.documents.returned import Reply, read
from bot.model.conversation import Delivery, Press
from bot.model.description import Description, Half, HalfState
from bot.model.outbox import Letter, Message, letter_mark
from bot.model.outcome import Answer
from bot.model.translation import Translation
from tests.core.house import ANA, NOW, SESSION, Home
from tests.returned.samples import reply

KIM = "kim@example.net"
ENGLISH = Description(session="1", en=Half("Faces are data too.", "person", ANA.address, NOW, 1))
FRENCH = "Les visages sont aussi des données."
QUOTED = f"{FRENCH}\n\nLe 12 janv. 2027 à 9 h, Circuit <circuit@example.org> a écrit :\n> Faces"


@dataclass
class Desk:
    """A home in which Kim was asked by mail to translate."""

    home: Home

    async def write(self, words: str, letter: str = "", number: str = "1") -> str:
        """What comes of a mail by Kim; ``letter`` is the one she answers, ours unless given."""
        mail = read(reply(words, letter=letter or self.letter))
        assert isinstance(mail, Reply)
        delivery = Delivery("returned", {"id": number * 40, "mail": mail})
        incoming = self.home.heard(ANA, delivery=delivery)
        answer = await self.home.assistant.hear(incoming)
        await self.home.assistant.outbox.drain()
        return str(answer.facts["result"])

    @property
    def letter(self) -> str:
        """The Message-ID of the letter that asked for it."""
        (sent,) = (e for e in self.home.mail.left if e.to == KIM and "Translate" in str(e.content))
        return f"<{letter_mark(sent.key)}@example.org>"

    @property
    def shown(self) -> list[Message]:
        """The cards about a mail that Ana was shown."""
        said = [e.content for e in self.home.chat.left if e.to == ANA.address]
        return [e for e in said if isinstance(e, Message) and e.card and "by e-mail" in e.text]

    async def press(self, button: str) -> Answer:
        """Ana presses on the last of them."""
        card = self.shown[-1].card
        assert card is not None
        ref = card["actions"][0]["data"]["card"]
        answer = await self.home.assistant.hear(self.home.heard(ANA, press=Press(ref, button, {})))
        await self.home.assistant.outbox.drain()
        return answer

    @property
    def description(self) -> Description:
        """The description as it is kept."""
        found = self.home.store.view().get(Description, "1")
        assert found is not None
        return found

    @property
    def thanked(self) -> list[str]:
        """What Kim was written after the request."""
        letters = [each.content for each in self.home.mail.left if each.to == KIM][1:]
        return [each.body for each in letters if isinstance(each, Letter)]


async def asked() -> Desk:
    """Ana has asked Kim, who is met nowhere but by mail."""
    home = Home()
    await home.meet(ANA)
    await home.file(SESSION, ENGLISH)
    await home.say(ANA, f"ask {KIM} to translate the description of session 1 into French")
    return Desk(home)


def test_its_own_words_are_shown_to_who_asked_and_nothing_is_used_yet() -> None:
    async def scene() -> tuple[str, int, bool, HalfState]:
        desk = await asked()
        result = await desk.write(QUOTED)
        (shown,) = desk.shown
        state = desk.description.state("fr")
        return result, shown.text.count(FRENCH), "Faces" in shown.text, state

    assert asyncio.run(scene()) == ("asked", 1, False, HalfState.MISSING)


def test_a_press_makes_it_the_draft_of_that_half_and_thanks_who_wrote_it() -> None:
    async def scene() -> tuple[str, HalfState, str, str, int, bool]:
        desk = await asked()
        await desk.write(QUOTED)
        await desk.press("use_translation")
        half = desk.description.fr
        (request,) = desk.home.store.view().find(Translation, "session", "1")
        state = desk.description.state("fr")
        return half.text, state, half.written, half.by, len(desk.thanked), bool(request.ended)

    assert asyncio.run(scene()) == (
        FRENCH, HalfState.DRAFT, "translation", KIM, 1, True,
    )  # fmt: skip


def test_pressed_twice_it_is_used_once() -> None:
    async def scene() -> tuple[str, int]:
        desk = await asked()
        await desk.write(FRENCH)
        await desk.press("use_translation")
        edition = desk.description.fr.edition
        answer = await desk.press("use_translation")
        assert desk.description.fr.edition == edition
        return answer.text.partition(":")[0], len(desk.thanked)

    assert asyncio.run(scene()) == ("That is settled already", 1)


def test_what_is_no_translation_is_left_and_the_request_goes_on() -> None:
    async def scene() -> tuple[HalfState, bool, int]:
        desk = await asked()
        await desk.write("I will do it on Thursday.")
        await desk.press("leave_translation")
        await desk.write(FRENCH, number="2")
        (request,) = desk.home.store.view().find(Translation, "session", "1")
        return desk.description.state("fr"), request.ended is None, len(desk.shown)

    assert asyncio.run(scene()) == (HalfState.MISSING, True, 2)


def test_the_same_mail_read_again_shows_nothing_more() -> None:
    async def scene() -> tuple[str, int]:
        desk = await asked()
        await desk.write(FRENCH)
        return await desk.write(FRENCH), len(desk.shown)

    assert asyncio.run(scene()) == ("asked", 1)


@pytest.mark.parametrize("letter", ["<somebody@example.org>"])
def test_a_mail_about_another_letter_is_none(letter: str) -> None:
    async def scene() -> tuple[str, int]:
        desk = await asked()
        return await desk.write(FRENCH, letter), len(desk.shown)

    assert asyncio.run(scene()) == ("unknown", 0)


def test_what_is_too_long_is_refused_with_the_count_and_not_cut() -> None:
    async def scene() -> tuple[bool, HalfState]:
        desk = await asked()
        await desk.write("visage " * 270)
        answer = await desk.press("use_translation")
        return "and a description takes 1800" in answer.text, desk.description.state("fr")

    assert asyncio.run(scene()) == (True, HalfState.MISSING)
