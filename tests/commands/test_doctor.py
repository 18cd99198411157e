"""The doctor: what is in place, what is missing, what to do about it."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.doctor import examine
from bot.settings import Settings
from tests.mail.server import Server
from tests.mail.server import running as mail_server

from .shell import PRODUCTION, circuit, free_port


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """Local settings on a free port."""
    return Settings(data=tmp_path / "data", port=free_port())


async def findings(chosen: Settings) -> tuple[int, list[str]]:
    """The exit code and the lines of a doctor who looks at these settings."""
    lines: list[str] = []

    async def out(line: str) -> None:
        lines.append(line)

    return await examine(chosen, out), lines


def examined(chosen: Settings) -> tuple[int, list[str]]:
    """The exit code, and what the doctor says of folder, port and mail."""
    code, lines = asyncio.run(findings(chosen))
    return code, [line for line in lines if line[9:].startswith(("data", "port", "mail"))]


@contextmanager
def listening(host: str = "127.0.0.1") -> Iterator[int]:
    """The port of a program that listens and says nothing."""
    with socket.socket() as taken:
        taken.bind((host, 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        yield port


def test_a_laptop_as_it_comes_is_in_order(chosen: Settings) -> None:
    assert examined(chosen) == (
        0,
        [
            f"ok       data folder {chosen.data}",
            f"ok       port {chosen.port} on 127.0.0.1",
            f"ok       mail is not sent but kept in {chosen.data}/mail; set CIRCUIT_SMTP_URL to send it",
        ],
    )
    assert not chosen.data.exists()


def test_a_port_in_use_is_missing(chosen: Settings) -> None:
    with listening() as port:
        code, lines = examined(replace(chosen, port=port))
    assert code == 1
    assert lines[1] == (
        f"MISSING  port {port} on 127.0.0.1: another program uses it; set CIRCUIT_PORT"
    )


def test_an_address_of_another_machine_is_told_from_a_port_in_use(chosen: Settings) -> None:
    code, lines = examined(replace(chosen, host="192.0.2.1"))
    assert code == 1
    assert lines[1] == (
        f"MISSING  port {chosen.port} on 192.0.2.1: "
        "Cannot assign requested address; set CIRCUIT_HOST and CIRCUIT_PORT"
    )


def test_a_data_folder_that_others_can_look_into_is_pointed_out(chosen: Settings) -> None:
    chosen.data.mkdir()
    chosen.data.chmod(0o755)
    code, [line, *_] = examined(chosen)
    assert (code, line) == (
        1,
        f"MISSING  data folder {chosen.data}: others on this machine can look into it; run: chmod 700 {chosen.data}",
    )
    chosen.data.chmod(0o700)
    assert examined(chosen)[1][0] == f"ok       data folder {chosen.data}"


def test_a_file_where_the_data_folder_should_be_is_pointed_out(chosen: Settings) -> None:
    chosen.data.write_text("")
    code, [line, *_] = examined(chosen)
    assert (code, line) == (
        1,
        f"MISSING  data folder {chosen.data}: {chosen.data} is a file; set CIRCUIT_DATA",
    )


@pytest.mark.parametrize(("scheme", "port"), [("smtps", 465), ("smtp+starttls", 587), ("smtp", 25)])
def test_a_mail_server_is_looked_for_at_the_port_of_its_kind(
    scheme: str, port: int, chosen: Settings
) -> None:
    _, [*_, line] = examined(replace(chosen, smtp_url=f"{scheme}://127.77.0.1"))
    assert line[9:].split(":")[0] == f"mail server 127.77.0.1, port {port}"


def test_a_mail_server_that_greets_is_in_place(chosen: Settings) -> None:
    async def scene() -> tuple[int, list[str]]:
        async with mail_server(Server()) as server:
            url = server.url.replace("//", "//circuit:hunter22@")
            return await findings(replace(chosen, smtp_url=url))

    code, lines = asyncio.run(scene())
    assert code == 0
    assert [line.split(",")[0] for line in lines if "mail s" in line] == [
        "ok       mail server 127.0.0.1"
    ]
    assert "hunter22" not in "\n".join(lines)


def test_a_server_of_another_kind_is_no_mail_server(chosen: Settings) -> None:
    async def scene() -> tuple[int, list[str]]:
        async with mail_server(Server()) as server:
            return await findings(replace(chosen, smtp_url=server.url.replace("smtp:", "smtps:")))

    code, lines = asyncio.run(scene())
    [line] = [line for line in lines if "mail s" in line]
    assert code == 1
    assert line.startswith("MISSING  mail server 127.0.0.1, port ")
    assert line.endswith(
        ": its encryption or certificate is not what was expected; "
        "check CIRCUIT_SMTP_URL and the network"
    )


def test_a_mail_server_that_is_not_there_is_pointed_out(chosen: Settings) -> None:
    port = free_port()
    code, [*_, line] = examined(replace(chosen, smtp_url=f"smtp://127.0.0.1:{port}"))
    assert (code, line) == (
        1,
        f"MISSING  mail server 127.0.0.1, port {port}: it cannot be reached; check CIRCUIT_SMTP_URL and the network",
    )


@pytest.mark.slow
def test_what_is_wrong_with_the_settings_is_all_found(tmp_path: Path) -> None:
    faulty = {**PRODUCTION, "CIRCUIT_SECRET": "changeme", "CIRCUIT_PORT": "x"}
    ended = circuit(tmp_path, "doctor", **faulty)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.splitlines() == [
        "MISSING  settings: CIRCUIT_PORT must be a port number, such as 3978.",
        "MISSING  settings: CIRCUIT_SECRET is a placeholder: give it 16 random characters or more.",
    ]


@pytest.mark.slow
def test_no_secret_shows_and_a_misspelt_name_does(tmp_path: Path) -> None:
    ended = circuit(tmp_path, "doctor", **PRODUCTION, CIRCUIT_SECERT="hunter22")
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1
    assert "CIRCUIT_SECERT is not a setting; did you mean CIRCUIT_SECRET?" in ended.stderr
    hidden = [PRODUCTION["CIRCUIT_SECRET"], "w0rd", "hunter22", "Traceback"]
    assert [each for each in hidden if each in said] == []
    assert ended.stdout.startswith("ok       settings for production mode\n")
    assert "MISSING  mail server 127.0.0.1, port 465: it cannot be reached" in ended.stdout


def test_the_folder_of_incoming_mail_is_looked_for(chosen: Settings, tmp_path: Path) -> None:
    def incoming(folder: Path | None) -> list[str]:
        _, lines = asyncio.run(findings(replace(chosen, mail_in=folder)))
        return [line for line in lines if "incoming mail" in line]

    there = tmp_path / "in"
    assert incoming(None) == [
        "ok       incoming mail is not read; set CIRCUIT_MAIL_IN to have it read"
    ]
    assert incoming(there) == [
        f"MISSING  folder of incoming mail {there}: there is no such folder; set CIRCUIT_MAIL_IN"
    ]
    there.mkdir()
    assert incoming(there) == [f"ok       folder of incoming mail {there}"]
