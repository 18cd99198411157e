"""What is set from outside: CIRCUIT_* variables and an env file, checked at start."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.errors import Misconfigured
from bot.settings.checks import PREFIX, faults
from bot.settings.values import instant, mailbox, parts, sides

NAMES = (
    "MODE", "HOST", "PORT", "DATA", "STORE", "PUBLIC_URL", "SECRET", "ORGANISERS", "DOMAINS",
    "CLOCK",
    "SMTP_URL", "MAIL_FROM", "MAIL_REPLY_TO", "MAIL_IN",
    "WEBEX_TOKEN", "WEBEX_API_URL", "WEBEX_DISCOVERY_URL", "WEBEX_WEBHOOK_SECRET",
    "TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID", "TEAMS_METADATA_URL",
    "WIKI_URL", "WIKI_USER", "WIKI_PASSWORD", "WIKI_INDEX",
    "HOOK_TOKEN", "NOTIFY_KEY", "NOTIFY_URL", "FLOW_URL", "TEAMS_CHANNEL_URL", "WIRE_LIMIT",
    "BOUNCE_PERCENT", "BOUNCE_LEAST", "BACKUP_DAYS", "MISSES",
    "MODEL_URL", "MODEL_KEY",
    "WEBINAR_TOKEN", "WEBINAR_REFRESH", "WEBINAR_SITE",
    "MIRO_TOKEN", "MIRO_URL",
    "METRICS_TOKEN", "LOG",
)  # fmt: skip
ENV_FILE = Path("circuit.env")
LOCAL_ORGANISERS = frozenset({"ana@example.org", "ben@example.org"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, read and checked. Secrets are left out of its printed form."""

    mode: str = "local"
    host: str = "127.0.0.1"
    port: int = 3978
    data: Path = Path("data")
    store: str = field(default="", repr=False)
    public_url: str = "http://127.0.0.1:3978"
    secret: str = field(default="", repr=False)
    organisers: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    clock: datetime | None = None
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "circuit@example.org"
    mail_reply_to: str = "circuit@example.org"
    mail_in: Path | None = None
    webex_token: str = field(default="", repr=False)
    webex_api_url: str = "https://webexapis.com/v1"
    webex_discovery_url: str = "https://u2c.wbx2.com/u2c/api/v1/catalog"
    webex_webhook_secret: str = field(default="", repr=False)
    teams_app_id: str = ""
    teams_app_password: str = field(default="", repr=False)
    teams_tenant_id: str = ""
    teams_metadata_url: str = ""
    hook_token: str = field(default="", repr=False)
    notify_key: str = field(default="", repr=False)
    notify_url: str = "https://api.notification.canada.ca"
    flow_url: str = field(default="", repr=False)
    wiki_url: str = "https://wiki.gccollab.ca"
    wiki_user: str = ""
    wiki_password: str = field(default="", repr=False)
    wiki_index: tuple[str, ...] = ()
    bounce_percent: int = 5
    bounce_least: int = 20
    backup_days: int = 30
    model_url: str = ""
    model_key: str = field(default="", repr=False)
    teams_channel_url: str = field(default="", repr=False)
    wire_limit: int = 140
    webinar_token: str = field(default="", repr=False)
    webinar_refresh: str = field(default="", repr=False)
    webinar_site: str = ""
    miro_token: str = field(default="", repr=False)
    miro_url: str = "https://api.miro.com/v2"
    metrics_token: str = field(default="", repr=False)
    log: str = "plain"
    misses: int = 0

    @property
    def local(self) -> bool:
        """Whether this is the laptop of somebody trying it out."""
        return self.mode == "local"


def read(environment: Mapping[str, str] | None = None, file: Path = ENV_FILE) -> Settings:
    """The settings of the environment, then of the env file.

    Raises Misconfigured with everything that is wrong, a line for each.
    """
    lines = _lines(file)
    given = {**_pairs(lines), **(os.environ if environment is None else environment)}
    values = {name: given.get(PREFIX + name, "").strip() for name in NAMES}
    problems = [
        f"{file}, line {number}: write NAME=value." for number, line in lines if "=" not in line
    ]
    problems += faults(values)
    if problems:
        raise Misconfigured("\n".join(problems))
    return _settings(values)


def misspelt(
    environment: Mapping[str, str] | None = None, file: Path = ENV_FILE
) -> Mapping[str, str]:
    """Names that are no setting, each with the setting whose name is nearest."""
    named = os.environ if environment is None else environment
    written = {name for name in named if name.upper().startswith(PREFIX)}
    written |= _pairs(_lines(file)).keys()
    known = [PREFIX + name for name in NAMES]
    return {
        name: difflib.get_close_matches(name.upper(), known, n=1, cutoff=0)[0]
        for name in sorted(written.difference(known))
    }


def _lines(file: Path) -> list[tuple[int, str]]:
    """The lines of an env file that say something, with their numbers."""
    if not file.is_file():
        return []
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise Misconfigured(f"{file} cannot be read as UTF-8 text.") from problem
    numbered = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in numbered if line and not line.startswith("#")]


def _pairs(lines: list[tuple[int, str]]) -> dict[str, str]:
    pairs = (line.removeprefix("export ").partition("=") for _, line in lines if "=" in line)
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _settings(values: Mapping[str, str]) -> Settings:
    plain = Settings()
    host = values["HOST"] or plain.host
    port = int(values["PORT"] or plain.port)
    here = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    organisers = frozenset(mailbox(each) for each in parts(values["ORGANISERS"]))
    mail_from = mailbox(values["MAIL_FROM"]) or plain.mail_from
    return Settings(
        mode=values["MODE"] or plain.mode,
        host=host,
        port=port,
        data=Path(values["DATA"] or plain.data),
        store=values["STORE"],
        public_url=(values["PUBLIC_URL"] or here).rstrip("/"),
        secret=values["SECRET"],
        organisers=organisers or LOCAL_ORGANISERS,
        domains=frozenset(each.lower().removeprefix("@") for each in parts(values["DOMAINS"])),
        clock=instant(values["CLOCK"]),
        smtp_url=values["SMTP_URL"],
        mail_from=mail_from,
        mail_reply_to=mailbox(values["MAIL_REPLY_TO"]) or mail_from,
        mail_in=Path(values["MAIL_IN"]) if values["MAIL_IN"] else None,
        webex_token=values["WEBEX_TOKEN"],
        webex_api_url=(values["WEBEX_API_URL"] or plain.webex_api_url).rstrip("/"),
        webex_discovery_url=values["WEBEX_DISCOVERY_URL"] or plain.webex_discovery_url,
        webex_webhook_secret=values["WEBEX_WEBHOOK_SECRET"],
        teams_app_id=values["TEAMS_APP_ID"].lower(),
        teams_app_password=values["TEAMS_APP_PASSWORD"],
        teams_tenant_id=values["TEAMS_TENANT_ID"].lower(),
        teams_metadata_url=values["TEAMS_METADATA_URL"],
        hook_token=values["HOOK_TOKEN"],
        notify_key=values["NOTIFY_KEY"],
        notify_url=(values["NOTIFY_URL"] or plain.notify_url).rstrip("/"),
        flow_url=values["FLOW_URL"],
        wiki_url=(values["WIKI_URL"] or plain.wiki_url).removesuffix("/api.php").rstrip("/"),
        wiki_user=values["WIKI_USER"],
        wiki_password=values["WIKI_PASSWORD"],
        wiki_index=sides(values["WIKI_INDEX"]),
        bounce_percent=int(values["BOUNCE_PERCENT"] or plain.bounce_percent),
        bounce_least=int(values["BOUNCE_LEAST"] or plain.bounce_least),
        backup_days=int(values["BACKUP_DAYS"] or plain.backup_days),
        model_url=values["MODEL_URL"],
        model_key=values["MODEL_KEY"],
        teams_channel_url=values["TEAMS_CHANNEL_URL"],
        wire_limit=int(values["WIRE_LIMIT"] or plain.wire_limit),
        webinar_token=values["WEBINAR_TOKEN"],
        webinar_refresh=values["WEBINAR_REFRESH"],
        webinar_site=values["WEBINAR_SITE"].lower().removeprefix("https://").rstrip("/"),
        miro_token=values["MIRO_TOKEN"],
        miro_url=(values["MIRO_URL"] or plain.miro_url).rstrip("/"),
        metrics_token=values["METRICS_TOKEN"],
        log=values["LOG"] or plain.log,
        misses=int(values["MISSES"] or plain.misses),
    )
