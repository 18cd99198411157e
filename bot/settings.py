"""What is set from outside: CIRCUIT_* variables and an env file, checked at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import Misconfigured

PLACEHOLDERS = frozenset({"", "changeme", "change-me", "secret", "password", "todo", "xxx", "test"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LOCAL_ORGANISERS = "ana@example.org,ben@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, read and checked. Secrets are left out of its printed form."""

    mode: str = "local"
    host: str = "127.0.0.1"
    port: int = 3978
    data: Path = Path("data")
    public_url: str = "http://127.0.0.1:3978"
    secret: str = field(default="", repr=False)
    organisers: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    clock: datetime | None = None
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "circuit@example.org"
    mail_reply_to: str = "circuit@example.org"

    @property
    def local(self) -> bool:
        """Whether this is the laptop of somebody trying it out."""
        return self.mode == "local"


def read(
    environment: Mapping[str, str] | None = None, file: Path = Path("circuit.env")
) -> Settings:
    """The settings of the environment, then of the env file; raises Misconfigured with words."""
    given = {**_file_values(file), **(os.environ if environment is None else environment)}
    values = {name: given.get(f"CIRCUIT_{name}", "").strip() for name in NAMES}
    problems = _problems(values)
    if problems:
        raise Misconfigured("\n".join(problems))
    return _settings(values)


NAMES = (
    "MODE", "HOST", "PORT", "DATA", "PUBLIC_URL", "SECRET", "ORGANISERS", "DOMAINS", "CLOCK",
    "SMTP_URL", "MAIL_FROM", "MAIL_REPLY_TO",
)  # fmt: skip


def _file_values(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _problems(values: Mapping[str, str]) -> list[str]:
    problems = []
    if values["MODE"] not in ("", "local", "production"):
        problems.append("CIRCUIT_MODE must be local or production.")
    if values["PORT"] and not (values["PORT"].isdecimal() and int(values["PORT"]) < 65536):
        problems.append("CIRCUIT_PORT must be a port number, such as 3978.")
    if values["CLOCK"] and _instant(values["CLOCK"]) is None:
        problems.append("CIRCUIT_CLOCK must be an instant, such as 2027-01-12T14:00:00Z.")
    scheme = urlsplit(values["SMTP_URL"]).scheme
    if scheme not in ("", "smtp", "smtps", "smtp+starttls"):
        problems.append("CIRCUIT_SMTP_URL must start with smtp://, smtp+starttls:// or smtps://.")
    return problems + (
        _in_production(values) if values["MODE"] == "production" else _locally(values)
    )


def _locally(values: Mapping[str, str]) -> list[str]:
    if values["HOST"] in ("", *LOOPBACK):
        return []
    return [
        "CIRCUIT_HOST must be 127.0.0.1 in local mode; other machines need CIRCUIT_MODE=production."
    ]


def _in_production(values: Mapping[str, str]) -> list[str]:
    problems = []
    if values["SECRET"].lower() in PLACEHOLDERS or len(values["SECRET"]) < 16:
        problems.append(
            "CIRCUIT_SECRET is missing or a placeholder: give it 16 random characters or more."
        )
    if not values["DOMAINS"]:
        problems.append("CIRCUIT_DOMAINS is empty: name the mail domains of your participants.")
    if not values["ORGANISERS"]:
        problems.append("CIRCUIT_ORGANISERS is empty: name at least one organiser by address.")
    if not values["PUBLIC_URL"].startswith("https://"):
        problems.append("CIRCUIT_PUBLIC_URL must be the https:// address people reach the bot at.")
    problems += [
        f"CIRCUIT_{name} is missing: letters could not be sent or answered."
        for name in ("SMTP_URL", "MAIL_FROM", "MAIL_REPLY_TO")
        if not values[name]
    ]
    if values["CLOCK"]:
        problems.append("CIRCUIT_CLOCK is for local mode only: take it out.")
    return problems


def _settings(values: Mapping[str, str]) -> Settings:
    plain = Settings()
    local = values["MODE"] != "production"
    port = int(values["PORT"] or plain.port)
    return Settings(
        mode=values["MODE"] or "local",
        host=values["HOST"] or plain.host,
        port=port,
        data=Path(values["DATA"] or plain.data),
        public_url=(values["PUBLIC_URL"] or f"http://127.0.0.1:{port}").rstrip("/"),
        secret=values["SECRET"],
        organisers=_addresses(values["ORGANISERS"] or (LOCAL_ORGANISERS if local else "")),
        domains=_addresses(values["DOMAINS"]),
        clock=_instant(values["CLOCK"]),
        smtp_url=values["SMTP_URL"],
        mail_from=values["MAIL_FROM"] or plain.mail_from,
        mail_reply_to=values["MAIL_REPLY_TO"] or values["MAIL_FROM"] or plain.mail_reply_to,
    )


def _addresses(text: str) -> frozenset[str]:
    return frozenset(
        part.strip().lower().removeprefix("@") for part in text.split(",") if part.strip()
    )


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
