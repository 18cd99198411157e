"""Who could speak about a theme: kept once, with what came of asking them before."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.context import Context, Handler, Turn
from bot.errors import Refusal
from bot.model.conversation import Incoming
from bot.model.outcome import Outcome
from bot.model.people import Place, Role
from bot.model.theme import Suggestion, Theme
from bot.model.words import Both
from bot.skills.speaker_suggest import suggest, suggestions

from .house import ANA, NOW, SAM, SESSION, Scene, to

THEME = Theme(id="1", title=Both("biometrics", "la biométrie"), added=NOW)
LED = {"person": "Sam Lee", "title": "Biometrics", "text": "led the pilot"}


async def said(scene: Scene, handler: Handler, slots: Mapping[str, str]) -> str:
    """What Ana is answered."""

    def decide(context: Context) -> Outcome:
        incoming = Incoming(
            id="said", place=Place("page", ANA.address), sender=ANA, private=True, at=NOW
        )
        return handler(Turn(incoming, context, Role.ORGANISER, ("en",), "speaker.suggest", slots))

    return (await scene.run(decide)).answer.text


def test_a_suggestion_is_kept_once_whatever_the_capitals() -> None:
    async def scene() -> tuple[str, str, tuple[Suggestion, ...]]:
        played = await Scene().set_up()
        await played.save(THEME)
        first = await said(played, suggest, LED)
        second = await said(played, suggest, LED | {"person": "SAM LEE", "text": "again"})
        kept = played.store.view().get(Theme, "1")
        assert kept is not None
        return first, second, kept.suggestions

    first, second, kept = asyncio.run(scene())
    assert first == "Noted: Sam Lee could speak about “biometrics”: led the pilot"
    assert second == "Sam Lee is already suggested for “biometrics”: led the pilot"
    assert kept == (Suggestion("Sam Lee", "led the pilot", ANA.address),)


@pytest.mark.parametrize(
    ("slots", "question"),
    [
        ({}, "Whom do you have in mind? Write a name or an e-mail address."),
        ({"person": "Sam Lee"}, "For which theme? Answer with its title.\n• biometrics"),
        (
            {"person": "Sam Lee", "title": "la biométrie"},
            "Why Sam Lee for “biometrics”? A few words will do.",
        ),
    ],
)
def test_what_a_suggestion_lacks_is_asked_for(slots: dict[str, str], question: str) -> None:
    async def scene() -> str:
        played = await Scene().set_up()
        await played.save(THEME)
        return await said(played, suggest, slots)

    assert asyncio.run(scene()) == question


def test_earlier_invitations_stand_beside_the_suggestion() -> None:
    async def scene() -> str:
        played = await Scene().set_up()
        await played.save(THEME)
        await said(played, suggest, LED)
        await said(
            played, suggest, {"person": "Lee@Example.com", "title": "biom", "text": "wrote it"}
        )
        await played.invite(SAM.address)
        await played.press(SAM, "no")
        return await said(played, suggestions, {"title": "biometrics"})

    assert asyncio.run(scene()) == (
        "Who could speak about “biometrics”:\n"
        "• Sam Lee: led the pilot (suggested by ana@example.org);"
        " session 1: said no on January 12\n"
        "• lee@example.com: wrote it (suggested by ana@example.org); not asked before"
    )


def test_an_unknown_theme_is_refused_with_what_to_write() -> None:
    async def scene() -> Refusal:
        played = await Scene().set_up()
        with pytest.raises(Refusal) as refused:
            await said(played, suggestions, {"title": "cheese"})
        return refused.value

    refused = asyncio.run(scene())
    assert (refused.key, refused.facts) == ("speaker_suggest.unknown_theme", {"named": "cheese"})


def test_a_late_no_names_those_suggested_and_not_yet_asked() -> None:
    theme = THEME.changed(
        suggestions=(Suggestion("Sam Lee", "led it", ""), Suggestion("Kim Roy", "wrote it", ""))
    )

    async def scene() -> str:
        played = await Scene().set_up(SESSION.changed(theme="1"))
        await played.save(theme)
        await played.invite(SAM.address)
        await played.press(SAM, "yes")
        played.heard()
        await played.press(SAM, "no")
        return to(played.heard(), "space")[0].split("\n\n")[0]

    assert asyncio.run(scene()) == (
        "Sam Lee can no longer take part in session 1, “biometrics”,"
        " Thursday, February 25, 2027, 1\u00a0p.m. (ET)."
        " The entry is being taken out of their calendar.\n"
        "• Nobody else has said yes for this session\n"
        "• Suggested for this theme: Kim Roy (wrote it)\n"
        "• To ask somebody else, write “invite name@example.org to session 1”"
    )
