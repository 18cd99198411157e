"""Another team beside the first: one command, and neither can look at what is the other's."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.certificate import certified
from tests.commands.shell import PRODUCTION, ROOT, free_port
from tests.deploy.machine import Machine, can_be_had, machine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_be_had(), reason="needs root and unshare"),
]
TEAM = ROOT / "deploy/team.sh"
READY = {"ready": True, "store": "open", "outbox": "running"}
FIRST = "CIRCUIT_STORE=postgresql://circuit:pw@db.example.org/circuit?sslmode=require&schema=main\n"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Machine]:
    """A machine with the program on it."""
    with machine(tmp_path) as made:
        yield made


def settings(host: Machine, team: str) -> dict[str, str]:
    """The settings of a team, as they stand in its file."""
    written = host.run("cat", f"/etc/circuit-{team}/circuit.env").splitlines()
    pairs = (line.partition("=") for line in written if not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def fill_in(host: Machine, team: str, **given: str) -> None:
    """Write what whoever looks after the machine would."""
    lines = {**PRODUCTION, **settings(host, team), **given}
    lines = {name: value or PRODUCTION[name] for name, value in lines.items()}
    written = "".join(f"{name}={value}\n" for name, value in lines.items())
    host.run("sh", "-c", f'printf %s "$1" > /etc/circuit-{team}/circuit.env', "sh", written)


def as_user(host: Machine, user: str, *command: str) -> subprocess.CompletedProcess[str]:
    """What comes of a command of this user's."""
    return host.tried("setpriv", "--reuid", user, "--regid", user, "--init-groups", "--", *command)


@contextmanager
def serving(host: Machine, team: str, port: int) -> Iterator[None]:
    """While this lasts, the bot of the team serves there."""
    process = host.started(f"circuit-{team}", "run")
    try:
        assert asked(port) == READY
        yield
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0


def asked(port: int) -> object:
    """What the bot there says of itself once it is there."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as response:
                return json.load(response)
        except urllib.error.URLError:
            assert time.monotonic() < until


def test_one_command_makes_a_team_its_own_and_repeated_changes_nothing(host: Machine) -> None:
    said = host.run("sh", TEAM, "lab", "lab.example.org")
    lab = settings(host, "lab")
    host.run("sh", TEAM, "farm", "farm.example.org")
    farm = settings(host, "farm")
    assert said.endswith("circuit-lab is set up for https://lab.example.org.\n")
    assert "Fill in /etc/circuit-lab/circuit.env, then run this again" in said
    own = ("CIRCUIT_DATA", "CIRCUIT_PORT", "CIRCUIT_PUBLIC_URL")
    assert [[team[name] for name in own] for team in (lab, farm)] == [
        ["/var/lib/circuit-lab", "3979", "https://lab.example.org"],
        ["/var/lib/circuit-farm", "3980", "https://farm.example.org"],
    ]
    assert (len(lab["CIRCUIT_SECRET"]), lab["CIRCUIT_SECRET"] == farm["CIRCUIT_SECRET"]) == (
        64,
        False,
    )
    host.run("sh", TEAM, "lab", "lab.example.org")
    assert settings(host, "lab") == lab


def test_two_teams_serve_at_once_and_neither_opens_what_is_the_others(host: Machine) -> None:
    ports = {"lab": free_port(), "farm": free_port()}
    with ExitStack() as both:
        for team, port in ports.items():
            host.run("sh", TEAM, team, f"{team}.example.org")
            fill_in(host, team, CIRCUIT_PORT=str(port))
            both.enter_context(serving(host, team, port))
        host.run("circuit-lab", "backup", "/var/backups/circuit-lab/now.backup")
        theirs = [
            as_user(host, "circuit-lab", "cat", "/etc/circuit-farm/circuit.env"),
            as_user(host, "circuit-lab", "ls", "/var/lib/circuit-farm"),
            as_user(host, "circuit-farm", "ls", "/var/backups/circuit-lab"),
        ]
        ours = as_user(host, "circuit-lab", "ls", "/var/backups/circuit-lab")
    assert [each.returncode == 0 for each in theirs] == [False, False, False]
    assert ours.stdout == "now.backup\n"


@pytest.mark.parametrize(
    ("first", "store"),
    [
        (FIRST, "postgresql://circuit:pw@db.example.org/circuit?sslmode=require&schema=lab"),
        ('CIRCUIT_STORE="postgresql:///circuit"\n', "postgresql:///circuit?schema=lab"),
        ("CIRCUIT_STORE=\n", ""),
    ],
)
def test_where_the_first_is_in_postgresql_another_has_a_schema_of_its_own(
    host: Machine, first: str, store: str
) -> None:
    host.run("install", "-d", "/etc/circuit")
    host.run("sh", "-c", 'printf %s "$1" > /etc/circuit/circuit.env', "sh", first)
    host.run("sh", TEAM, "lab", "lab.example.org")
    assert settings(host, "lab").get("CIRCUIT_STORE", "") == store


def test_nginx_takes_the_sites_of_all_teams_at_once(host: Machine, tmp_path: Path) -> None:
    certificate = certified(tmp_path)
    host.run("install", "-d", "/etc/nginx/sites-available", "/etc/nginx/sites-enabled")
    host.run("rm", "-f", "/etc/nginx/sites-enabled/default")
    host.run("cp", ROOT / "deploy/nginx.conf", "/etc/nginx/sites-available/circuit")
    for team in ("lab", "farm"):
        host.run("sh", TEAM, team, f"{team}.example.org")
    for name in ("circuit", "circuit-lab", "circuit-farm"):
        host.run("ln", "-s", f"../sites-available/{name}", f"/etc/nginx/sites-enabled/{name}")
        for file in ("fullchain.pem", "privkey.pem"):
            host.run("install", "-D", certificate, f"/etc/ssl/{name}/{file}")
    host.run("nginx", "-t", "-q")
    site = host.run("cat", "/etc/nginx/sites-available/circuit-lab")
    first = (ROOT / "deploy/nginx.conf").read_text()
    changed = {line.strip() for line in site.splitlines()} - {
        line.strip() for line in first.splitlines()
    }
    assert changed == {
        "upstream circuit-lab {",
        "server 127.0.0.1:3979;",
        "# Figures are for your monitoring, on the machine itself: http://127.0.0.1:3979/metrics",
        "server_name lab.example.org;",
        "return 301 https://lab.example.org$request_uri;",
        "ssl_certificate /etc/ssl/circuit-lab/fullchain.pem;",
        "ssl_certificate_key /etc/ssl/circuit-lab/privkey.pem;",
        "ssl_session_cache shared:circuit-lab:10m;",
        "error_log /var/log/nginx/circuit-lab.error.log crit;",
        "proxy_pass http://circuit-lab;",
    }


@pytest.mark.parametrize(
    ("team", "site"),
    [("Lab", "lab.example.org"), ("../x", "x.org"), ("1lab", "x.org"), ("a" * 15, "x.org"),
     ("lab", "lab.example.org;"), ("lab", "https://lab.example.org")],
)  # fmt: skip
def test_a_name_that_is_none_is_refused_and_nothing_is_made(
    host: Machine, team: str, site: str
) -> None:
    done = host.tried("sh", TEAM, team, site)
    assert (done.returncode, done.stdout) == (1, "")
    assert host.run("sh", "-c", "ls -d /etc/circuit* || true") == ""
