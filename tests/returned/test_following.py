"""What follows from mail: an address left out, a card for the team, a line in the morning, nothing."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.documents.returned import Automatic, Failure, Reply, Report
from bot.model.conversation import Delivery, Incoming, Press, Sender
from bot.model.mailing import Mailing, Stage
from bot.model.once import Beside
from bot.model.outbox import Draft, Letter, Message, Sending, letter_mark
from bot.model.outcome import Answer
from bot.model.people import Place
from bot.model.registration import Registration, Standing, registration_key
from bot.model.returned import MailReply, Returned
from bot.model.suppression import Suppressed
from bot.registering.request import Request
from bot.skills.returned.delivered import wish_of
from tests.core.house import ANA, BEN, NOW, SESSION, SPACE, TEAM, TOM, Home, at
from tests.mailings.carrier import waiting
from tests.mailings.house import ANNOUNCED, everybody, full, registration, sent

Scene = Callable[[], Coroutine[Any, Any, Any]]
WHO = registration(0).address
STRANGER = "nobody@example.com"
CONFIRMED = f"registration/confirmed/1/{WHO}/1/0"
QUOTED = "“I can’t come”"


def played(scene: Scene) -> Any:
    return asyncio.run(scene())


def letter(key: str = CONFIRMED) -> tuple[str, ...]:
    """The Message-ID of a letter of ours."""
    return (f"<{letter_mark(key)}@example.org>",)


def gone(*, address: str = WHO, key: str = CONFIRMED, permanent: bool = True) -> Report:
    return Report((Failure((address,), permanent, "5.1.1"),), letter(key))


def said(words: str, address: str = WHO, key: str = CONFIRMED) -> Reply:
    return Reply(address, "", words, letter(key))


async def comes(home: Home, mail: object, number: str = "m1") -> str:
    """What came of a message."""
    incoming = Incoming(
        id=f"{number}/{home.clock.now()}",
        place=Place("mailbox", number),
        sender=Sender(""),
        private=False,
        at=home.clock.now(),
        delivery=Delivery("returned", {"id": number, "mail": mail}),
    )
    answer = await home.assistant.hear(incoming)
    await home.assistant.outbox.drain()
    return str(answer.facts["result"])


def suppressed(home: Home) -> list[str]:
    return [each.address for each in home.store.view().find(Suppressed, "why", "bounced")]


def mine(home: Home, number: int = 0) -> Registration:
    key = registration_key("1", registration(number).address)
    found = home.store.view().get(Registration, key)
    assert found is not None
    return found


def drafts(home: Home) -> list[tuple[str, str]]:
    """The letters to people who registered: which, to whom."""
    filed = home.store.view().find(Sending, "about", "session/1")
    return [(each.content.name, each.to) for each in filed if isinstance(each.content, Draft)]


def in_space(home: Home) -> list[str]:
    """The English of what the space heard."""
    return [english(words) for words in home.told(SPACE.room)]


def english(words: str) -> str:
    """Those words that stand before the French."""
    return words.partition("\n\n" if "\n\n" in words else " / ")[0]


def card_in_space(home: Home) -> Answer:
    """The last card that the space was shown, as the answer it would be in a chat."""
    there = [each.content for each in home.chat.left if each.to == SPACE.room]
    shown = [each for each in there if isinstance(each, Message) and each.card]
    return Answer(shown[-1].text, shown[-1].card)


async def press(home: Home, who: Sender, shown: Answer, button: str) -> Answer:
    """The answer to a button that was pressed in the space."""
    pressed = replace(home.pressed(who, shown, button), place=SPACE, private=False)
    answer = await home.assistant.hear(pressed)
    await home.assistant.outbox.drain()
    return answer


def test_who_is_gone_is_left_out_of_the_next_reminder_and_counted() -> None:
    async def scene() -> Any:
        home = await full(6)
        result = await comes(home, gone())
        await sent(home)
        counts = (await home.say(ANA, "how many people signed up for session 1?")).text
        there = [line for line in counts.split("\n") if "came back" in line]
        return result, suppressed(home), sorted(each.to for each in home.mail.left), there

    line = "• Could not be reached, because mail to them came back: 1"
    assert played(scene) == ("bounced", [WHO], everybody(6)[1:], [line])


def test_what_is_put_off_changes_nothing() -> None:
    async def scene() -> Any:
        home = await full(2)
        return await comes(home, gone(permanent=False)), suppressed(home), home.chat.left

    assert played(scene) == ("delayed", [], [])


def test_a_second_report_is_the_same_and_a_wish_for_no_mail_stays_one() -> None:
    async def scene() -> Any:
        home = await full(2)
        await home.file(Suppressed(address=WHO, unsubscribed=NOW))
        results = [await comes(home, gone(), "m1"), await comes(home, gone(), "m2")]
        return results, home.store.view().get(Suppressed, WHO)

    assert played(scene) == (
        ["bounced", "bounced"],
        Suppressed(address=WHO, unsubscribed=NOW, bounced=NOW),
    )


@pytest.mark.parametrize(
    "report",
    [
        gone(key="registration/confirmed/2/x/1"),
        gone(address=STRANGER),
        gone(address=registration(1).address),
        Report((Failure((WHO,), permanent=True),), ()),
    ],
    ids=["no letter of ours", "nobody", "a letter to somebody else", "no letter named"],
)
def test_a_report_that_names_no_letter_to_that_address_is_not_believed(report: Report) -> None:
    async def scene() -> Any:
        home = await full(2)
        return await comes(home, report), suppressed(home)

    assert played(scene) == ("unknown", [])


def test_the_letter_may_be_any_that_was_sent() -> None:
    async def scene() -> Any:
        home = await full(4)
        await home.file(replace(ANNOUNCED, sequence=2))
        await sent(home)
        number = home.store.view().find(Mailing, "about", "session/1")[0]
        keys = (
            number.key_for(registration(0).address),
            f"registration/renewed/1/{registration(1).address}/1-2/2",
            f"registration/withdrawn/1/{registration(2).address}/1-off",
        )
        for count, key in enumerate(keys):
            await comes(home, gone(address=registration(count).address, key=key), str(count))
        return suppressed(home)

    assert played(scene) == everybody(3)


@pytest.mark.parametrize(
    ("why", "then"),
    [("bounced", ()), ("unsubscribed", ("unsubscribed",)), ("erased", ("unsubscribed",))],
)
def test_who_takes_a_place_anew_is_reminded_again_and_hears_nothing_unasked_if_they_wanted_so(
    why: str, then: tuple[str, ...]
) -> None:
    async def scene() -> Any:
        home = await full(0)
        await home.meet(TOM)
        await home.file(replace(Suppressed(address=TOM.address), **{why: NOW}))  # type: ignore[arg-type]
        await home.say(TOM, "sign me up for session 1")
        left = home.store.view().get(Suppressed, TOM.address)
        return left.why if left else ()

    assert played(scene) == then


@pytest.mark.parametrize(
    "words", ["unsubscribe", "Désabonnement", "Please unsubscribe me. Thanks."]
)
def test_whoever_answers_that_they_unsubscribe_is_left_out_of_what_they_did_not_ask_for(
    words: str,
) -> None:
    async def scene() -> Any:
        home = await full(2)
        results = [await comes(home, said(words)), await comes(home, said(words, STRANGER), "m2")]
        return results, home.store.view().get(Suppressed, WHO), home.told(SPACE.room)

    kept = Suppressed(address=WHO, unsubscribed=NOW)
    assert played(scene) == (["left", "unknown"], kept, [])


def test_a_list_that_the_team_brings_again_lifts_nothing() -> None:
    async def scene() -> Any:
        home = await full(0)
        await home.file(Suppressed(address=TOM.address, bounced=NOW))
        facts = {"session": "1", "requests": [Request(address=TOM.address, came="file")]}
        incoming = home.heard(Sender(""), delivery=Delivery("registration", facts))
        await home.assistant.hear(incoming)
        return suppressed(home), home.store.view().count(Registration, "address", TOM.address)

    assert played(scene) == ([TOM.address], 1)


def test_what_a_program_answers_or_cannot_be_read_changes_nothing() -> None:
    async def scene() -> Any:
        home = await full(1)
        results = [await comes(home, Automatic(), "m1"), await comes(home, None, "m2")]
        kept = [home.store.view().get(Returned, each) for each in ("m1", "m2")]
        return results, [each.result for each in kept if each], home.chat.left

    assert played(scene) == (["automatic", "unreadable"], ["automatic", "unreadable"], [])


def test_a_message_has_its_effect_once() -> None:
    async def scene() -> Any:
        home = await full(1)
        results = [await comes(home, said("I can't come"))]
        home.clock.move(NOW + timedelta(days=3))
        await home.assistant.tick()
        results.append(await comes(home, said("I can't come")))
        return results, len([each for each in in_space(home) if "seems" in each])

    assert played(scene) == (["asked", "asked"], 1)


def test_the_team_reads_who_cannot_come_and_gives_up_their_place() -> None:
    async def scene() -> Any:
        home = await full(1)
        await home.file(replace(mine(home), holds=True, sent_by="bot", sequence=0))
        await comes(home, said("I can’t come"))
        shown = card_in_space(home)
        first = await press(home, ANA, shown, "give_up")
        second = await press(home, BEN, shown, "give_up")
        other = await press(home, BEN, shown, "resend")
        return (
            in_space(home)[0],
            english(first.text),
            [english(each.text) for each in (second, other)],
            drafts(home),
            mine(home),
        )

    told, first, later, letters, registered = played(scene)
    assert told == (
        f"{WHO} seems not to be able to come to session 1, “biometrics”, "
        f"Thursday, February 25, 2027, 1\u00a0p.m. (ET). They wrote: {QUOTED}\n"
        "Shall I give up their place, or send the confirmation again?"
    )
    done = (
        f"The place of {WHO} at session 1 is given up, by Ana Roy. "
        "If they hold a calendar entry of mine, it is taken out."
    )
    assert first == done
    assert later == [done, done]
    assert letters == [("withdrawn", WHO)]
    assert registered.standing is Standing.CANCELLED


def test_the_confirmation_goes_out_again_once() -> None:
    async def scene() -> Any:
        home = await full(1)
        await comes(home, said("there is no link"))
        shown = card_in_space(home)
        answers = [await press(home, ANA, shown, "resend") for _ in range(2)]
        left = [each for each in home.mail.left if isinstance(each.content, Letter)]
        back = await comes(home, gone(key=left[0].key), "m2")
        return {english(each.text) for each in answers}, drafts(home), len(left), back

    done = f"The confirmation for session 1 goes to {WHO} again, as Ana Roy asked."
    assert played(scene) == ({done}, [("confirmed", WHO)], 1, "bounced")


@pytest.mark.parametrize(
    ("words", "settled"),
    [
        ("give up their place", "give_up"),
        ("Céder sa place", "give_up"),
        ("send the confirmation again", "resend"),
        ("renvoie la confirmation", "resend"),
        ("done", "done"),
        ("C'est réglé", "done"),
    ],
)
def test_the_buttons_may_be_typed(words: str, settled: str) -> None:
    async def scene() -> Any:
        home = await full(1)
        await comes(home, said("I can't come"))
        home.clock.move(NOW + timedelta(hours=2))
        typed = home.heard(ANA, words, place=SPACE, private=False)
        await home.assistant.hear(typed)
        reply = home.store.view().get(MailReply, "m1")
        return reply.settled if reply else ""

    assert played(scene) == settled


def test_where_there_is_no_space_each_organiser_is_asked() -> None:
    async def scene() -> Any:
        home = await full(1)
        await home.file(replace(TEAM, spaces=()))
        await comes(home, said("I can't come"))
        return [each.to for each in home.chat.left]

    assert played(scene) == [ANA.address, BEN.address]


def test_the_session_is_their_only_one_where_no_letter_is_named() -> None:
    async def scene() -> Any:
        home = await full(1)
        await comes(home, Reply(WHO, "", "I can't come", ()))
        reply = home.store.view().get(MailReply, "m1")
        return reply.registration if reply else ""

    assert played(scene) == f"1/{WHO}"


async def of_two(letters: tuple[str, ...] = ()) -> tuple[Home, Answer]:
    """The card about a reply of somebody who has a place at two sessions, in the space."""
    home = await full(1)
    await home.file(replace(ANNOUNCED, id="2"), registration(0, session="2"))
    await comes(home, Reply(WHO, "", "I can't come", letters))
    return home, card_in_space(home)


def test_where_several_may_be_meant_the_card_has_them_to_choose_from() -> None:
    async def scene() -> Any:
        home, shown = await of_two()
        assert shown.card is not None
        buttons = [each["data"]["button"] for each in shown.card["actions"]]
        choices = [each["value"] for part in shown.card["body"] for each in part.get("choices", ())]
        return in_space(home)[0], buttons, choices

    told = (
        f"{WHO} seems not to be able to come. They wrote: “I can't come”\nThey may mean:\n"
        "• session 1, “biometrics”, Thursday, February 25, 2027, 1\u00a0p.m. (ET)\n"
        "• session 2, “biometrics”, Thursday, February 25, 2027, 1\u00a0p.m. (ET)\n"
        "Choose which one, or all of them; then I give up their place there, or send the "
        "confirmation again."
    )
    assert played(scene) == (told, ["give_up", "resend", "done"], ["1", "2", "all"])


def standings(home: Home) -> list[Standing]:
    """How this person stands in each of the two sessions."""
    keys = (registration_key(each, WHO) for each in ("1", "2"))
    found = [home.store.view().get(Registration, key) for key in keys]
    return [each.standing for each in found if each]


HERE, GONE = Standing.REGISTERED, Standing.CANCELLED


@pytest.mark.parametrize(
    ("chosen", "told", "stand"),
    [
        ("2", "session 2", [HERE, GONE]),
        ("all", "session 1 and session 2", [GONE, GONE]),
    ],
)
def test_only_the_chosen_places_are_given_up(chosen: str, told: str, stand: list[Standing]) -> None:
    async def scene() -> Any:
        home, shown = await of_two()
        assert shown.card is not None
        ref = shown.card["actions"][0]["data"]["card"]
        given = home.heard(
            ANA, press=Press(ref, "give_up", {"which": chosen}), place=SPACE, private=False
        )
        answer = await home.assistant.hear(given)
        return english(answer.text).partition(" is given up")[0], standings(home)

    assert played(scene) == (f"The place of {WHO} at {told}", stand)


@pytest.mark.parametrize(
    ("words", "stand"),
    [
        ("give up their place: session 2", [HERE, GONE]),
        ("give up their place, session 2", [HERE, GONE]),
        ("céder sa place : toutes", [GONE, GONE]),
        ("give up their place", [HERE, HERE]),
        ("give up their place: session 7", [HERE, HERE]),
        ("give up their place: the other", [HERE, HERE]),
    ],
)
def test_which_one_may_be_typed_and_nothing_happens_while_it_is_not_said(
    words: str, stand: list[Standing]
) -> None:
    async def scene() -> Any:
        home, _ = await of_two()
        await home.assistant.hear(home.heard(ANA, words, place=SPACE, private=False))
        return standings(home)

    assert played(scene) == stand


@pytest.mark.parametrize(
    ("beside", "among"),
    [((Beside("5", "session/2"),), (f"1/{WHO}", f"2/{WHO}")), ((), ())],
)
def test_a_reply_to_a_reminder_of_two_sessions_may_mean_either(
    beside: tuple[Beside, ...], among: tuple[str, ...]
) -> None:
    mailing = replace(waiting(1), id="4", stage=Stage.DONE, began=NOW, beside=beside)

    async def scene() -> Any:
        home = await full(1)
        await home.file(replace(ANNOUNCED, id="2"), registration(0, session="2"), mailing)
        await comes(home, said("I can't come", key=mailing.key_for(WHO)))
        reply = home.store.view().get(MailReply, "m1")
        return reply and (reply.registration, reply.among)

    assert played(scene) == ("" if among else f"1/{WHO}", among)


def test_other_replies_are_one_line_in_the_morning() -> None:
    async def scene() -> Any:
        home = await full(2)
        first = await comes(home, said("Thank you so much!"), "m1")
        other = registration(1).address
        key = f"registration/confirmed/1/{other}/1"
        second = await comes(home, said("Looking forward", other, key), "m2")
        quiet = in_space(home)
        await home.tick_at(at("2027-01-13", "08:30"))
        return first, second, quiet, in_space(home)

    digest = "Good morning. Since last time:\n• 2 × reply by e-mail to read in your mailbox"
    assert played(scene) == ("reply", "reply", [], [digest])


def test_the_same_wish_twice_is_one_card() -> None:
    async def scene() -> Any:
        home = await full(1)
        results = [await comes(home, said("I can't come"), f"m{n}") for n in range(2)]
        return results, len(in_space(home))

    assert played(scene) == (["asked", "reply"], 1)


@pytest.mark.parametrize("address", [STRANGER, "team@example.org"])
def test_mail_of_others_and_of_our_own_is_nothing_to_the_team(address: str) -> None:
    async def scene() -> Any:
        home = await full(1)
        result = await comes(home, said("I can't come", address))
        await home.tick_at(at("2027-01-13", "08:30"))
        return result, in_space(home)

    assert played(scene) == ("unknown", [])


def test_who_has_no_place_any_more_has_none_to_give_up() -> None:
    async def scene() -> Any:
        home = await full(1)
        await comes(home, said("I can't come"))
        shown = card_in_space(home)
        await home.file(replace(mine(home), standing=Standing.CANCELLED))
        answer = await press(home, ANA, shown, "give_up")
        later = await comes(home, said("I can't come"), "m2")
        return english(answer.text), later

    told = (
        f"{WHO} has no place at session 1 any more, so there is nothing to do. "
        "Press “Done” to close this."
    )
    assert played(scene) == (told, "reply")


def test_once_the_session_is_over_a_place_can_no_longer_be_given_up() -> None:
    async def scene() -> Any:
        home = await full(1)
        home.clock.move(SESSION.starts - timedelta(hours=2))
        await comes(home, said("I can't come"))
        shown = card_in_space(home)
        home.clock.move(SESSION.starts + timedelta(hours=2))
        answer = await press(home, ANA, shown, "give_up")
        return answer.facts["refused"], mine(home).standing

    assert played(scene) == ("registration.over", Standing.REGISTERED)


HOSTILE = "I can't come\n[x](http://evil) **b** <at>all</at> {{7*7}} {% x %}"


def test_words_of_people_are_only_words() -> None:
    async def scene() -> Any:
        home = await full(1)
        await comes(home, said(HOSTILE))
        return in_space(home)[0]

    assert "“I can't come\n[x](http://evil) **b** <at>all</at> {{7*7}} {% x %}”" in played(scene)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("I can't come", "leave"),
        ("Hello,\n\nI'm sorry but I can't come on Thursday.\n\nBest regards", "leave"),
        ("Thanks for the reminder. I won't be able to attend. Will it be recorded?", "leave"),
        ("Bonjour, je ne peux pas venir. Merci", "leave"),
        ("Je ne pourrai pas être là", "leave"),
        ("there is no link", "link"),
        ("Hi, I never received the link!", "link"),
        ("Je n'ai pas reçu le lien", "link"),
        ("Malheureusement, je ne pourrai pas assister à la séance", "leave"),
        ("I did not get the link", "link"),
        ("Je n'ai reçu aucun lien", "link"),
        ("If I can't come, will there be a recording?", None),
        ("The link works, thanks", None),
        ("Merci beaucoup!", None),
        ("Thank you, see you on Thursday", None),
        ("", None),
    ],
)
def test_wishes_are_understood(words: str, wish: str | None) -> None:
    assert wish_of(words, NOW) == wish
