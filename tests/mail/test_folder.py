"""The folder of mail: each letter once, in order, whole or not at all."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import StillClock
from bot.errors import Rejected, TryLater
from bot.model.outbox import Message, Person, Sending
from bot.services.mail import written
from bot.services.mail.folder import FolderMail, StoredInvite, StoredMail, listing, read

from .samples import BODY, HOSTILE, HOUSE, INVITE, NOW, STARTS, sending


def keep(folder: Path, *sendings: Sending) -> list[str]:
    """The names of the files these are kept in, by one door."""

    async def scene() -> list[str]:
        door = FolderMail(folder, HOUSE, StillClock(NOW))
        return [(await door.send(each))["file"] for each in sendings]

    return asyncio.run(scene())


def test_a_letter_is_read_back_whole(tmp_path: Path) -> None:
    (name,) = keep(tmp_path / "mail", sending())
    stored = read(tmp_path / "mail", name)
    assert stored is not None
    assert stored.invite is not None
    assert replace(stored, html="", invite=None) == StoredMail(
        name=name,
        to="sam@example.org",
        subject="Your session | Votre séance",
        date="2027-01-12T14:00:00+00:00",
        text=BODY + "\n",
        html="",
        invite=None,
    )
    assert replace(stored.invite, file="") == StoredInvite(
        method="REQUEST",
        uid="session-1@example.org",
        sequence=0,
        starts=STARTS,
        ends=STARTS + timedelta(minutes=45),
        summary=INVITE.summary,
        file="",
    )
    assert stored.invite.file.startswith("BEGIN:VCALENDAR\r\n")
    assert '<div lang="fr-CA"><p>Bonjour Sam,</p>' in stored.html


def test_letters_are_numbered_and_listed_latest_first(tmp_path: Path) -> None:
    first = keep(tmp_path, sending("a"), sending("b"))
    second = keep(tmp_path, sending("c", to="ana@example.org"))
    assert [name[:22] for name in first] == ["00001-sam@example.org-", "00002-sam@example.org-"]
    assert [name[:22] for name in second] == ["00003-ana@example.org-"]
    assert [each.name for each in listing(tmp_path)] == [*second, *reversed(first)]


def test_a_letter_that_is_written_already_is_kept_as_it_is(tmp_path: Path) -> None:
    letter = written(sending(), HOUSE, NOW)
    receipt = asyncio.run(FolderMail(tmp_path, HOUSE, StillClock(NOW)).post(letter))
    assert receipt == {"message_id": letter.message_id, "file": keep(tmp_path, sending())[0]}
    assert (tmp_path / receipt["file"]).read_bytes() == letter.raw


def test_the_folder_is_looked_through_once_however_many_letters_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []

    def look(folder: Path, _: str) -> Iterator[Path]:
        looked.append(folder)
        return iter(())

    monkeypatch.setattr(Path, "glob", look)
    names = keep(tmp_path, *(sending(str(number), invite=None) for number in range(50)))
    assert (len(set(names)), looked) == (50, [tmp_path])


def test_a_letter_tried_again_is_kept_once_also_after_others_and_a_restart(tmp_path: Path) -> None:
    name, _, again = keep(tmp_path, sending("a"), sending("b"), sending("a"))
    assert again == name
    assert keep(tmp_path, sending("a")) == [name]
    assert len(list(listing(tmp_path))) == 2


def test_after_99999_comes_100000(tmp_path: Path) -> None:
    (name,) = keep(tmp_path, sending("a"))
    (tmp_path / name).rename(tmp_path / f"99999{name[5:]}")
    keep(tmp_path, sending("b"), sending("c"))
    assert [each.name.partition("-")[0] for each in listing(tmp_path)] == [
        "100001",
        "100000",
        "99999",
    ]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    _, second = keep(tmp_path / "elsewhere", sending("a"), sending("b"))

    async def scene() -> None:
        door = FolderMail(tmp_path, HOUSE, StillClock(NOW))
        await door.send(sending("a"))
        (tmp_path / second).write_text("somebody’s")
        await door.send(sending("b"))

    with pytest.raises(TryLater):
        asyncio.run(scene())
    assert (tmp_path / second).read_text() == "somebody’s"


def test_a_letter_half_written_is_no_letter(tmp_path: Path) -> None:
    (name,) = keep(tmp_path, sending())
    (tmp_path / name).rename((tmp_path / name).with_suffix(".part"))
    assert list(listing(tmp_path)) == []


def test_a_folder_that_cannot_be_written_is_tried_later(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file, not a folder")
    with pytest.raises(TryLater, match="the folder of mail"):
        keep(tmp_path / "mail", sending())


@pytest.mark.parametrize(
    "name",
    [
        "../secret.eml",
        "..",
        "",
        "/etc/passwd",
        "00001-x.txt",
        "00001-..%2f..%2fsecret-0123456789ab.eml",
        "00001-../../secret-0123456789ab.eml",
        "00009-nobody@example.org-0123456789ab.eml",
        "00001-sam@example.org-0123456789ab.eml\n",
    ],
)
def test_no_other_file_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.eml").write_text("From: a@b.ca\r\n\r\nsecret")
    keep(tmp_path / "mail", sending())
    assert read(tmp_path / "mail", name) is None


@pytest.mark.parametrize(
    "address",
    ["../../etc/passwd@example.org", "Sam@EXAMPLE.org", "rené@example.org", "a" * 200 + "@b.ca"],
)
def test_any_address_gives_a_safe_name_and_is_read_back(tmp_path: Path, address: str) -> None:
    (name,) = keep(tmp_path, sending(to=address))
    assert (tmp_path / name).is_file()
    stored = read(tmp_path, name)
    assert stored is not None
    assert stored.to == address


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_and_listed(tmp_path: Path, words: str) -> None:
    invite = replace(INVITE, summary=words, attendee=Person("sam@example.org", words))
    keep(tmp_path, sending(subject=words, body=words, invite=invite))
    (stored,) = listing(tmp_path)
    assert stored.to == "sam@example.org"
    assert stored.invite is not None
    assert stored.invite.uid == INVITE.uid


@pytest.mark.parametrize("to", ["a@b.ca, c@d.ca", "a@b.ca\r\nBcc: x@y.ca", "nobody", ""])
def test_a_letter_to_no_mailbox_is_rejected(tmp_path: Path, to: str) -> None:
    with pytest.raises(Rejected):
        keep(tmp_path, sending(to=to))
    assert list(tmp_path.iterdir()) == []


def test_only_letters_leave_by_mail(tmp_path: Path) -> None:
    with pytest.raises(Rejected):
        keep(tmp_path, replace(sending(), content=Message("a chat message")))
