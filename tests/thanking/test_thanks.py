"""Who gets which thank-you, once, worked out a second time from the rows."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bot.model.attendance import Attended, Turnout, attended_key
from bot.model.conversation import Press
from bot.model.mailing import Mailing, Stage
from bot.model.outreach import Partner
from bot.model.people import Team
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking
from bot.model.suppression import Suppressed
from bot.model.words import Both
from tests.attending.stage import AFTER, held, press, registered, say
from tests.ways.desk import Desk

REF = "thanks-thanks.1"
PEOPLE = tuple(registered(n, language=("en", "fr", None)[n % 3]) for n in range(12))
CAME = (0, 1, 2, 3, 4, 5, 6)


def attended(who: str, **fields: Any) -> Attended:
    known: dict[str, Any] = {"key": attended_key("1", who), "session": "1", "address": who}
    return Attended(**{**known, **fields})


def of(number: int) -> Attended:
    return attended(
        f"p{number}@example.org", kind="registered", registered=f"p{number}@example.org"
    )


def turnout(came: int = len(CAME)) -> Turnout:
    return Turnout(session="1", at=AFTER - timedelta(hours=1), registered=12, came=came,
                   not_registered=1, guests=2, watched=210.0)  # fmt: skip


def played(folder: Path, scene: Callable[[Desk], Awaitable[None]], *people: Registration) -> None:
    async def play() -> None:
        async with held(folder, *people) as desk:
            await scene(desk)

    asyncio.run(play())


async def later(desk: Desk, minutes: int) -> None:
    """So many minutes pass, and what is due leaves."""
    assistant = desk.house.assistant
    await assistant.move_clock(assistant.house.time.now() + timedelta(minutes=minutes))
    await assistant.settle()


async def sent(desk: Desk, words: str = "send the thank-yous for session 1") -> Mailing:
    """The thank-yous asked for, pressed and left."""
    now = desk.house.assistant.house.time.now()
    await say(desk, f"ask/{now}", text=words)
    await say(desk, f"go/{now}", press=Press(REF, "go", {}))
    await later(desk, 2)
    found = desk.view.get(Mailing, "thanks.1")
    assert found is not None
    return found


def letters(desk: Desk) -> dict[str, EmailMessage]:
    """The letters that left, by the address; two to one address fail."""
    found: dict[str, EmailMessage] = {}
    for file in sorted((desk.folder / "data" / "mail").glob("*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        to = str(message["To"].addresses[0].addr_spec)
        assert to not in found, to
        found[to] = message
    return found


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def opening(message: EmailMessage) -> str:
    """How the subject begins: it tells the groups apart."""
    return str(message["Subject"]).partition("iometri")[0]


def test_each_group_has_its_own_words_and_nobody_two_letters(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        speaks = Speaking(session="1", address="p0@example.org", name="Pat", reply=Reply.YES,
                          asked=AFTER)  # fmt: skip
        alias = attended("p3@gmail.example", kind="registered", registered="p3@example.org")
        walked_in = attended("walkin@example.net", kind="unmatched", name="Wal")
        guest = attended("a guest", address="", kind="guest", name="A Guest")
        await desk.file(turnout(), speaks, alias, walked_in, guest, *map(of, CAME))
        mailing = await sent(desk)
        found = letters(desk)
        came = {f"p{n}@example.org" for n in CAME} - {"p0@example.org"} | {"walkin@example.net"}
        absent = {each.address for each in PEOPLE} - came - {"p0@example.org"}
        by_subject: dict[str, set[str]] = {}
        for to, message in found.items():
            subject = str(message["Subject"])
            group = next(name for name, starts in STARTS.items() if subject.startswith(starts))
            by_subject.setdefault(group, set()).add(to)
        assert by_subject == {"speakers": {"p0@example.org"}, "came": came, "absent": absent}
        assert mailing.stage is Stage.DONE
        assert mailing.tally.sent == len(found) == 13

    played(tmp_path, scene, *PEOPLE)


STARTS = {
    "speakers": ("Thank you for “", "Merci pour «"),
    "came": ("Thank you for coming", "Merci de votre présence"),
    "absent": ("In case you missed it", "À rattraper"),
    "partners": ("Thank you for your help", "Merci de votre aide"),
}


def test_a_letter_says_what_is_known_in_its_readers_language(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        session = desk.view.get(Session, "1")
        assert session is not None
        title = Both("((greeting)) =HYPERLINK(1)", "<script>{{7*7}}</script>")
        speaks = Speaking(session="1", address="sam@example.org", reply=Reply.YES, asked=AFTER)
        shown = replace(session, title=title, recording="https://example.org/v")
        await desk.file(shown, turnout(), speaks, *map(of, CAME))
        await sent(desk)
        found = letters(desk)
        page = "http://127.0.0.1:3978/s/1"
        assert body(found["p10@example.org"]).partition("\n\nPour ne plus")[0] == (
            "Bonjour Person Kson,\n\nMerci de votre intérêt pour «\u00a0<script>{{7*7}}</script>\u00a0»,"
            " le jeudi 25 février 2027. Votre nom n’est pas parmi les présences; si vous l’avez suivie"
            " sur l’écran de quelqu’un d’autre, tant mieux.\n\nIl n’est pas trop tard pour la"
            " rattraper\u00a0:\n• L’enregistrement\u00a0: https://example.org/v\n• La page de la"
            f" séance\u00a0: {page}\n\nL’équipe d’En circuit"
        )
        # 210 minutes of 7 people who had registered: 30 minutes each, 3 whole hours in all.
        assert "((greeting)) =HYPERLINK(1)" in body(found["sam@example.org"])
        numbers = (
            "10 people came. Those who had registered stayed 30 minutes on average, which makes 3"
            " hours of attention in all."
        )
        assert numbers in body(found["sam@example.org"]).replace("\n", " ")

    played(tmp_path, scene, *PEOPLE)


def test_who_wants_no_such_mail_or_was_erased_gets_none(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.file(
            turnout(),
            *map(of, CAME),
            Suppressed(address="p1@example.org", unsubscribed=AFTER),
            Suppressed(address="p2@example.org", bounced=AFTER),
            Suppressed(address="p9@example.org", erased=AFTER),
        )
        mailing = await sent(desk)
        out = {"p1@example.org", "p2@example.org", "p9@example.org"}
        assert set(letters(desk)) == {each.address for each in PEOPLE} - out
        assert (mailing.tally.sent, mailing.tally.skipped) == (9, 3)
        ends = body(letters(desk)["p3@example.org"]).rstrip().split("\n\n")[-1]
        assert ends.startswith("To receive no more messages like this one: http://127.0.0.1:")

    played(tmp_path, scene, *PEOPLE)


def test_a_later_report_brings_no_second_letter(tmp_path: Path) -> None:
    """Somebody thanked as absent who turns out to have come has had theirs."""

    async def scene(desk: Desk) -> None:
        await desk.file(turnout(), *map(of, CAME))
        first = await sent(desk)
        walked_in = attended("walkin@example.net", kind="unmatched")
        await desk.file(turnout(8), of(8), walked_in)
        second = await sent(desk)
        assert (first.tally.sent, second.tally.sent) == (12, 13)
        assert set(letters(desk)) == {each.address for each in PEOPLE} | {"walkin@example.net"}

    played(tmp_path, scene, *PEOPLE)


def test_partners_and_many_letters_wait_for_somebody_else(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        partner = Partner(address="lee@example.org", organisation="Open North", added=AFTER)
        await desk.file(turnout(), *map(of, CAME), partner, Team(organisers=("ben@example.org",)))
        held_ = await sent(desk)
        assert (held_.stage, held_.tally.sent) == (Stage.HELD, 0)
        assert await press(desk, REF, "approve") == (
            "Letters to partners, or to so many people, need a second organiser: somebody other"
            " than Ana Roy has to agree."
        )
        await later(desk, 2)
        assert letters(desk) == {}

    played(tmp_path, scene, *PEOPLE)
    many = [registered(n) for n in range(201)]

    async def crowd(desk: Desk) -> None:
        await desk.file(turnout(0))
        assert (await sent(desk)).stage is Stage.HELD

    played(tmp_path / "many", crowd, *many)


def test_who_gave_up_the_place_is_not_said_to_have_missed_it(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.file(turnout(0))
        await sent(desk)
        assert set(letters(desk)) == {"p1@example.org"}

    gone = registered(0, standing=Standing.CANCELLED)
    waited = registered(2, standing=Standing.WAITING)
    played(tmp_path, scene, gone, registered(1), waited)


def test_a_report_brought_after_the_count_is_counted_before_anything_leaves(
    tmp_path: Path,
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.file(turnout(0))
        await say(desk, "ask", text="send the thank-yous for session 1")
        await desk.file(replace(turnout(1), at=AFTER + timedelta(minutes=1)), of(0))
        said = await press(desk, REF, "go")
        assert said == (
            "I am counting who is to be thanked for session 1, “biometrics”: the numbers and the"
            " words follow here."
        )
        found = desk.view.get(Mailing, "thanks.1")
        assert found is not None
        assert found.foreseen is not None
        assert (found.stage, found.foreseen.forms) == (Stage.PROPOSED, {"came": 1, "absent": 11})

    played(tmp_path, scene, *PEOPLE)
