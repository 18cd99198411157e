"""Settings: read once at the start, and everything wrong with them told at once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import settings
from bot.errors import Misconfigured
from bot.settings import Settings
from bot.settings.mail_server import MailServer

from .shell import PRODUCTION

NOWHERE = Path("no such file")
MISSING_SECRET = "CIRCUIT_SECRET is missing: give it 16 random characters or more."


def read(**given: str) -> Settings:
    """The settings that these make, with nothing in a file."""
    return settings.read({f"CIRCUIT_{name}": value for name, value in given.items()}, NOWHERE)


def faults(**given: str) -> list[str]:
    """The words with which local settings are refused."""
    with pytest.raises(Misconfigured) as refused:
        read(**given)
    return str(refused.value).splitlines()


def production_faults(**given: str) -> list[str]:
    """The words with which production settings are refused, changed in this."""
    changes = {f"CIRCUIT_{name}": value for name, value in given.items()}
    with pytest.raises(Misconfigured) as refused:
        settings.read({**PRODUCTION, **changes}, NOWHERE)
    return str(refused.value).splitlines()


def test_a_laptop_needs_no_settings() -> None:
    assert read() == Settings(organisers=frozenset({"ana@example.org", "ben@example.org"}))


def test_every_setting_is_read() -> None:
    assert settings.read(
        {
            **PRODUCTION,
            "CIRCUIT_HOST": "0.0.0.0",
            "CIRCUIT_PORT": "8080",
            "CIRCUIT_DATA": "/var/lib/circuit",
            "CIRCUIT_PUBLIC_URL": "https://circuit.example.org/",
            "CIRCUIT_ORGANISERS": " Ana@Example.org, ben@example.org ,",
            "CIRCUIT_DOMAINS": "@Canada.ca,example.org",
        },
        NOWHERE,
    ) == Settings(
        mode="production",
        host="0.0.0.0",
        port=8080,
        data=Path("/var/lib/circuit"),
        public_url="https://circuit.example.org",
        secret=PRODUCTION["CIRCUIT_SECRET"],
        organisers=frozenset({"ana@example.org", "ben@example.org"}),
        domains=frozenset({"canada.ca", "example.org"}),
        smtp_url=PRODUCTION["CIRCUIT_SMTP_URL"],
        mail_from="circuit@example.org",
        mail_reply_to="team@example.org",
    )


def test_when_letters_pause_and_how_long_backups_are_kept_may_be_set() -> None:
    chosen = read(BOUNCE_PERCENT="2", BOUNCE_LEAST="100", BACKUP_DAYS="90")
    assert (chosen.bounce_percent, chosen.bounce_least, chosen.backup_days) == (2, 100, 90)


def test_the_clock_starts_from_an_instant_in_any_zone() -> None:
    assert read(CLOCK="2027-01-12T09:00-05:00").clock == datetime(2027, 1, 12, 14, tzinfo=UTC)
    assert read(CLOCK="2027-01-12T14:00:00Z").clock == datetime(2027, 1, 12, 14, tzinfo=UTC)


def test_the_address_of_the_page_follows_where_it_listens() -> None:
    assert read(PORT="4000").public_url == "http://127.0.0.1:4000"
    assert read(HOST="::1").public_url == "http://[::1]:3978"


def test_answers_go_to_the_sender_unless_a_mailbox_is_set() -> None:
    assert read(MAIL_FROM="Circuit@Example.org").mail_reply_to == "circuit@example.org"


def test_secrets_do_not_show_in_the_printed_settings() -> None:
    printed = repr(settings.read(PRODUCTION, NOWHERE))
    assert PRODUCTION["CIRCUIT_SECRET"] not in printed
    assert "w0rd" not in printed


MUST_BE_DATABASE = (
    "must be the address of a PostgreSQL database, such as "
    "postgresql://circuit@db.example.org/circuit, with ?schema=name at its end for a schema that "
    "is not called circuit."
)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MODE", "Production", "must be local or production."),
        ("PORT", "0", "must be a port number, such as 3978."),
        ("PORT", "65536", "must be a port number, such as 3978."),
        ("PORT", "9" * 5000, "must be a port number, such as 3978."),
        ("PORT", "-1", "must be a port number, such as 3978."),
        ("BOUNCE_PERCENT", "0", "must be a number from 1 to 100, such as 5."),
        ("BOUNCE_PERCENT", "5%", "must be a number from 1 to 100, such as 5."),
        ("BOUNCE_LEAST", "many", "must be a number of letters, such as 20."),
        ("BACKUP_DAYS", "0", "must be a number of days, such as 30."),
        ("STORE", "data.db", MUST_BE_DATABASE),
        ("STORE", "mysql://db.example.org/circuit", MUST_BE_DATABASE),
        ("STORE", "postgresql://db.example.org", MUST_BE_DATABASE),
        ("STORE", "postgresql://db.example.org/circuit?schema=A b", MUST_BE_DATABASE),
        ("STORE", "postgresql://db.example.org/circuit?schema=pg_catalog", MUST_BE_DATABASE),
        ("STORE", "postgresql://db.example.org/circuit?schema=a&schema=b", MUST_BE_DATABASE),
        ("CLOCK", "tomorrow", "must be an instant, such as 2027-01-12T14:00:00Z."),
        ("CLOCK", "0001-01-01T00:00+05:00", "must be an instant, such as 2027-01-12T14:00:00Z."),
        ("CLOCK", "9999-12-31T23:59:59Z", "must be an instant, such as 2027-01-12T14:00:00Z."),
        ("ORGANISERS", "ana@example.org,Ben", ": number 2 is not a mail address, such as ana@example.org."),
        ("ORGANISERS", "Ana <ana@example.org>", ": number 1 is not a mail address, such as ana@example.org."),
        ("DOMAINS", "example.org,ana@canada.ca", ": number 2 is not a mail domain, such as example.org."),
        ("DOMAINS", "*", ": number 1 is not a mail domain, such as example.org."),
        ("SMTP_URL", "smtp://mail.example.org?rate=often", ": rate must be messages a second, such as ?rate=0.5."),
        ("SMTP_URL", "smtp://mail.example.org?rate=0", ": rate must be messages a second, such as ?rate=0.5."),
        ("SMTP_URL", "smtp://mail.example.org?rate=nan", ": rate must be messages a second, such as ?rate=0.5."),
        ("SMTP_URL", "smtp://mail.example.org?rate=", ": rate must be messages a second, such as ?rate=0.5."),
        ("SMTP_URL", "smtp://mail.example.org?connections=0", ": connections must be a number from 1 to 100, such as ?connections=4."),
        ("SMTP_URL", "smtp://mail.example.org?connections=2.5", ": connections must be a number from 1 to 100, such as ?connections=4."),
        ("SMTP_URL", "smtp://mail.example.org?rate=1&connections=" + "9" * 5000, ": connections must be a number from 1 to 100, such as ?connections=4."),
        ("SMTP_URL", "smtp://mail.example.org?size=10M", ": size must be the bytes of the largest message, such as ?size=10000000."),
        ("SMTP_URL", "smtp://mail.example.org?conections=2", ": only rate, connections, daily, size may stand behind the ?."),
    ],
)  # fmt: skip
def test_a_value_that_means_nothing_is_refused(name: str, value: str, words: str) -> None:
    between = "" if words.startswith(":") else " "
    assert faults(**{name: value}) == [f"CIRCUIT_{name}{between}{words}"]


@pytest.mark.parametrize("name", ["MAIL_FROM", "MAIL_REPLY_TO"])
@pytest.mark.parametrize(
    "value",
    [
        "Circuit <circuit@example.org>",
        "a@example.org,b@example.org",
        "circuit",
        "circuit@",
        "circuit@example.org\nBcc: x@example.org",
        "é@example.org",
    ],
)
def test_a_sender_is_one_mailbox(name: str, value: str) -> None:
    assert faults(**{name: value}) == [
        f"CIRCUIT_{name} must be one address and nothing else, such as circuit@example.org."
    ]


@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail:port", "smtp://[", "smtp://a b"],
)  # fmt: skip
def test_a_mail_server_is_a_url_of_mail(url: str) -> None:
    [fault] = faults(SMTP_URL=url)
    assert fault.startswith("CIRCUIT_SMTP_URL must be smtp://, smtp+starttls:// or smtps:// and")


def test_a_mail_server_says_how_fast_how_many_and_how_large() -> None:
    url = "smtps://circuit:p%40ss@mail.example.org?rate=0.5&connections=2&size=20000"
    assert MailServer.of(url) == MailServer(
        "smtps", "mail.example.org", 465, "circuit", "p@ss", rate=0.5, connections=2, size=20_000
    )
    assert "p@ss" not in repr(MailServer.of(url))


def test_a_mail_server_that_says_nothing_more_is_taken_as_most_are() -> None:
    assert MailServer.of("smtp+starttls://127.0.0.1:2525") == MailServer(
        "smtp+starttls", "127.0.0.1", 2525, rate=20.0, connections=4, size=10**9
    )


def test_a_password_in_the_clear_is_refused_and_not_shown() -> None:
    assert faults(SMTP_URL="smtp://circuit:hunter22@mail.example.org") == [
        "CIRCUIT_SMTP_URL would send a password in the clear: use smtp+starttls:// or smtps:// instead of smtp://."
    ]
    [fault] = faults(SMTP_URL="smtps://circuit:hunter22/#@mail.example.org")
    assert "hunter22" not in fault


@pytest.mark.parametrize("url", ["circuit.example.org", "ftp://example.org", "https://", "http://a/?b=c"])  # fmt: skip
def test_an_address_people_cannot_reach_is_refused(url: str) -> None:
    assert faults(PUBLIC_URL=url) == [
        "CIRCUIT_PUBLIC_URL must be the address people reach the bot at, such as https://circuit.example.org."
    ]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "bot.example.org"])
def test_local_mode_listens_on_this_machine_only(host: str) -> None:
    assert faults(HOST=host) == [
        "CIRCUIT_HOST must be 127.0.0.1 in local mode; other machines need CIRCUIT_MODE=production."
    ]


@pytest.mark.parametrize(
    ("secret", "fault"),
    [
        ("", "is missing"),
        ("   ", "is missing"),
        ("changeme", "is a placeholder"),
        ("CHANGE-ME-change-me-CHANGE-ME", "is a placeholder"),
        ("secret", "is a placeholder"),
        ("your-secret-key-here", "is a placeholder"),
        ("placeholder-placeholder", "is a placeholder"),
        ("0123456789abcdef", "is a placeholder"),
        ("xxxxxxxxxxxxxxxxxxxx", "is a placeholder"),
        ("kX9-vQ2w", "is too short"),
        ("aaaaaaaaaaaaaaaaaaaa", "is easy to guess"),
    ],
)
def test_production_refuses_a_secret_that_is_none(secret: str, fault: str) -> None:
    assert production_faults(SECRET=secret) == [
        f"CIRCUIT_SECRET {fault}: give it 16 random characters or more."
    ]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("ORGANISERS", "", "CIRCUIT_ORGANISERS is empty: name at least one organiser by address."),
        ("ORGANISERS", " , ", "CIRCUIT_ORGANISERS is empty: name at least one organiser by address."),
        ("DOMAINS", ",", "CIRCUIT_DOMAINS is empty: name the mail domains of your participants."),
        ("PUBLIC_URL", "", "CIRCUIT_PUBLIC_URL must be the https:// address people reach the bot at."),
        ("PUBLIC_URL", "http://circuit.example.org", "CIRCUIT_PUBLIC_URL must be the https:// address people reach the bot at."),
        ("SMTP_URL", "", "CIRCUIT_SMTP_URL is missing: letters could not be sent or answered."),
        ("MAIL_FROM", "", "CIRCUIT_MAIL_FROM is missing: letters could not be sent or answered."),
        ("MAIL_REPLY_TO", "", "CIRCUIT_MAIL_REPLY_TO is missing: letters could not be sent or answered."),
        ("CLOCK", "2027-01-12T14:00:00Z", "CIRCUIT_CLOCK is for local mode only: take it out."),
    ],
)  # fmt: skip
def test_production_refuses_what_is_for_a_laptop(name: str, value: str, fault: str) -> None:
    assert production_faults(**{name: value}) == [fault]


def test_all_faults_are_told_at_once() -> None:
    assert faults(MODE="production", PORT="x", CLOCK="2027-01-12T14:00:00Z") == [
        "CIRCUIT_PORT must be a port number, such as 3978.",
        MISSING_SECRET,
        "CIRCUIT_ORGANISERS is empty: name at least one organiser by address.",
        "CIRCUIT_DOMAINS is empty: name the mail domains of your participants.",
        "CIRCUIT_PUBLIC_URL must be the https:// address people reach the bot at.",
        "CIRCUIT_SMTP_URL is missing: letters could not be sent or answered.",
        "CIRCUIT_MAIL_FROM is missing: letters could not be sent or answered.",
        "CIRCUIT_MAIL_REPLY_TO is missing: letters could not be sent or answered.",
        "CIRCUIT_CLOCK is for local mode only: take it out.",
    ]


def test_a_file_gives_what_the_environment_does_not(tmp_path: Path) -> None:
    file = tmp_path / "circuit.env"
    file.write_text(
        "\ufeff# Ours.\nCIRCUIT_PORT=4000\n\nexport CIRCUIT_HOST = 'localhost'\n", "utf-8"
    )
    chosen = settings.read({"CIRCUIT_PORT": "5000"}, file)
    assert (chosen.host, chosen.port) == ("localhost", 5000)


def test_a_line_of_the_file_that_sets_nothing_is_pointed_out_and_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "circuit.env"
    file.write_text("CIRCUIT_PORT=4000\nhunter22\n", "utf-8")
    with pytest.raises(Misconfigured) as refused:
        settings.read({}, file)
    assert str(refused.value) == f"{file}, line 2: write NAME=value."


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "circuit.env"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Misconfigured, match="cannot be read as UTF-8 text"):
        settings.read({}, file)


def test_a_misspelt_name_is_met_with_the_nearest_right_one(tmp_path: Path) -> None:
    file = tmp_path / "circuit.env"
    file.write_text("CIRCUIT_ORGANIZERS=ana@example.org\nPORT=1\n", "utf-8")
    given = {"CIRCUIT_SMPT_URL": "x", "circuit_mode": "local", "CIRCUIT_PORT": "1", "HOME": "/"}
    assert settings.misspelt(given, file) == {
        "CIRCUIT_ORGANIZERS": "CIRCUIT_ORGANISERS",
        "CIRCUIT_SMPT_URL": "CIRCUIT_SMTP_URL",
        "PORT": "CIRCUIT_PORT",
        "circuit_mode": "CIRCUIT_MODE",
    }
