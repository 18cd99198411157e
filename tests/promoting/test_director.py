"""There is one director, whoever says it where: they approve the e-mail that bears their name."""

import asyncio

from bot.model.outbox import Letter
from bot.model.people import Team
from tests.core.house import ANA

from .theatre import Theatre, theatre

DANA, KIM = "dana@example.org", "kim@example.ca"


def director(home: Theatre) -> str:
    """The address of the director, as the team has settled it."""
    team = home.store.view().get(Team, "team")
    assert team is not None
    return team.director


def test_a_name_that_is_known_is_taken_for_its_address_and_another_is_asked_about() -> None:
    async def scene() -> tuple[str, str, str]:
        home = await theatre()
        await home.file(Team())
        answer = await home.say(ANA, "our director is Robin Roy")
        unknown = director(home)
        await home.say(ANA, "our director is Dana Whitfield")
        return answer.text.partition(".")[0], unknown, director(home)

    assert asyncio.run(scene()) == (
        "“Robin Roy” is not a mail address I can write to", "", DANA,
    )  # fmt: skip


def test_what_is_said_on_the_card_of_approvals_is_what_the_team_settled() -> None:
    async def scene() -> tuple[str, list[str]]:
        home = await theatre()
        shown = await home.say(ANA, "approval settings")
        await home.press(ANA, shown, "save", director=KIM, office="", by_us="", managers="")
        shown = await home.say(ANA, "draft the director's email for session 1")
        await home.press(ANA, shown, "ask_approval")
        letters = [each for each in home.mail.left if isinstance(each.content, Letter)]
        return director(home), [each.to for each in letters]

    assert asyncio.run(scene()) == (KIM, [KIM])
