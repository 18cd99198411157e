"""What is wrong with settings, in words; the words never show a value."""

import re
from collections.abc import Callable, Iterator, Mapping

from bot.settings import mail_server
from bot.settings.values import (
    LOOPBACK,
    are_pages,
    instant,
    is_bot_user,
    is_count,
    is_database,
    is_domain,
    is_flow,
    is_grant,
    is_guid,
    is_host,
    is_loopback,
    is_mail_server,
    is_notify_key,
    is_percent,
    is_port,
    is_service,
    is_site,
    is_web_address,
    mailbox,
    parts,
)

PREFIX = "CIRCUIT_"
SHORTEST_SECRET = 16
LONG_ENOUGH = f"give it {SHORTEST_SECRET} random characters or more"
# A secret is a placeholder if little is left of it without the words that stand for one.
LEFT = 8
FEWEST_CHARACTERS = 6
STAND_INS = re.compile(
    r"change|please|replace|insert|your|here|goes|me$|secret|password|key|placeholder|example"
    r"|default|dummy|random|string|circuit|todo|test|xxx+|0?123456789|abcdef",
    re.IGNORECASE,
)
MARKS = re.compile(r"[\W_]+")
MAIL_SERVER = (
    "smtp://, smtp+starttls:// or smtps:// and a server, such as smtps://mail.example.org; "
    "in a password, write @ : / ? # as %40 %3A %2F %3F %23"
)
FLOW = (
    "the whole https:// address of a flow's trigger, as Power Automate shows it, with sig= in it; "
    "let “Anyone” trigger the flow"
)
INDEX = (
    "the name of the English page that lists the sessions, a bar, and that of the French page, "
    "such as Talks | Causeries"
)
MODEL = (
    "the https:// address of an OpenAI-compatible service, with the model at its end, such as "
    "https://api.example.org/v1?model=small"
)
WEBHOOK = (
    "the whole https:// address that Workflows of Teams shows for “When a Teams webhook request is "
    "received”, with sig= in it"
)
GRANT = (
    "the client id, the client secret and the refresh token of the integration or service app, "
    "with a colon between them"
)
SITE = "your Webex site, such as example.webex.com, or example.webex.com?host=ana@example.org"

DATABASE = (
    "the address of a PostgreSQL database, such as postgresql://circuit@db.example.org/circuit, "
    "with ?schema=name at its end for a schema that is not called circuit"
)

Check = tuple[Callable[[str], object], str]
VALUES: Mapping[str, Check] = {
    "MODE": (("local", "production").__contains__, "local or production"),
    "HOST": (is_host, "an address of this machine, such as 0.0.0.0"),
    "PORT": (is_port, "a port number, such as 3978"),
    "PUBLIC_URL": (
        is_web_address,
        "the address people reach the bot at, such as https://circuit.example.org",
    ),
    "STORE": (is_database, DATABASE),
    "CLOCK": (instant, "an instant, such as 2027-01-12T14:00:00Z"),
    "SMTP_URL": (is_mail_server, MAIL_SERVER),
    "MAIL_FROM": (mailbox, "one address and nothing else, such as circuit@example.org"),
    "MAIL_REPLY_TO": (mailbox, "one address and nothing else, such as circuit@example.org"),
    "WEBEX_API_URL": (is_service, "an https:// address, such as https://webexapis.com/v1"),
    "WEBEX_DISCOVERY_URL": (is_service, "an https:// address of a Webex catalogue"),
    "TEAMS_APP_ID": (is_guid, "the application id of the bot's registration, a GUID"),
    "TEAMS_TENANT_ID": (is_guid, "the id of your Microsoft Entra tenant, a GUID"),
    "NOTIFY_KEY": (is_notify_key, "a whole key of GC Notify: gcntfy-, a name, and two ids"),
    "NOTIFY_URL": (is_service, "an https:// address, such as https://api.notification.canada.ca"),
    "FLOW_URL": (is_flow, FLOW),
    "WIKI_URL": (is_service, "the https:// address at which the wiki has its api.php"),
    "WIKI_USER": (is_bot_user, "the user of a bot password, such as Ana Roy@circuit"),
    "WIKI_INDEX": (are_pages, INDEX),
    "BOUNCE_PERCENT": (is_percent, "a number from 1 to 100, such as 5"),
    "BOUNCE_LEAST": (is_count, "a number of letters, such as 20"),
    "BACKUP_DAYS": (is_count, "a number of days, such as 30"),
    "MODEL_URL": (is_service, MODEL),
    "TEAMS_CHANNEL_URL": (is_flow, WEBHOOK),
    "WIRE_LIMIT": (
        ("0", "140", "250").__contains__,
        "how many characters The Wire takes: 140, 250, or 0 for any number",
    ),
    "WEBINAR_REFRESH": (is_grant, GRANT),
    "WEBINAR_SITE": (is_site, SITE),
    "MIRO_URL": (is_service, "an https:// address, such as https://api.miro.com/v2"),
    "MISSES": (is_count, "a number of days, such as 30"),
    "LOG": (("plain", "json").__contains__, "plain or json"),
    "TEAMS_METADATA_URL": (is_loopback, "an http:// address on this machine; it is for tests"),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "WEBEX_TOKEN": ("WEBEX_WEBHOOK_SECRET",),
    "TEAMS_APP_ID": ("TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"),
    "NOTIFY_KEY": ("NOTIFY_URL",),
    "WIKI_USER": ("WIKI_PASSWORD",),
    "WIKI_PASSWORD": ("WIKI_USER",),
    "MODEL_URL": ("MODEL_KEY",),
    "MIRO_TOKEN": ("MIRO_URL",),
    "WEBINAR_TOKEN": ("WEBINAR_REFRESH", "WEBINAR_SITE"),
}
LISTS: Mapping[str, Check] = {
    "ORGANISERS": (mailbox, "a mail address, such as ana@example.org"),
    "DOMAINS": (is_domain, "a mail domain, such as example.org"),
}


def faults(values: Mapping[str, str]) -> Iterator[str]:
    """Everything that keeps the bot from starting with these values, given by short name."""
    for name, (fine, words) in VALUES.items():
        if values[name] and not fine(values[name]):
            yield f"{PREFIX}{name} must be {words}."
    for name, (fine, words) in LISTS.items():
        for number, each in enumerate(parts(values[name]), 1):
            if not fine(each):
                yield f"{PREFIX}{name}: number {number} is not {words}."
    if is_mail_server(values["SMTP_URL"]):
        yield from mail_server.faults(values["SMTP_URL"])
    yield from _of_platforms(values)
    yield from _in_production(values) if values["MODE"] == "production" else _locally(values)


def _of_platforms(values: Mapping[str, str]) -> Iterator[str]:
    """What is set for a chat platform that is not on, and secrets that others must know."""
    for needed, names in NEEDED.items():
        for name in names:
            if values[name] and not values[needed]:
                yield f"{PREFIX}{name} is set, but {PREFIX}{needed} is not: set both or neither."
    for name in ("WEBEX_WEBHOOK_SECRET", "HOOK_TOKEN", "METRICS_TOKEN"):
        fault = _of_secret(values[name]) if values[name] else ""
        if fault:
            yield f"{PREFIX}{name} {fault}: {LONG_ENOUGH}."


def _locally(values: Mapping[str, str]) -> Iterator[str]:
    if values["HOST"] not in ("", *LOOPBACK):
        yield (
            "CIRCUIT_HOST must be 127.0.0.1 in local mode; "
            "other machines need CIRCUIT_MODE=production."
        )


def _in_production(values: Mapping[str, str]) -> Iterator[str]:
    fault = _of_secret(values["SECRET"])
    if fault:
        yield f"CIRCUIT_SECRET {fault}: {LONG_ENOUGH}."
    if not parts(values["ORGANISERS"]):
        yield "CIRCUIT_ORGANISERS is empty: name at least one organiser by address."
    if not parts(values["DOMAINS"]):
        yield "CIRCUIT_DOMAINS is empty: name the mail domains of your participants."
    if not values["PUBLIC_URL"].startswith("https://"):
        yield "CIRCUIT_PUBLIC_URL must be the https:// address people reach the bot at."
    for name in ("SMTP_URL", "MAIL_FROM", "MAIL_REPLY_TO"):
        if not values[name]:
            yield f"{PREFIX}{name} is missing: letters could not be sent or answered."
    if values["CLOCK"]:
        yield "CIRCUIT_CLOCK is for local mode only: take it out."


def _of_secret(secret: str) -> str:
    left = STAND_INS.sub("", MARKS.sub("", secret))
    if not secret:
        return "is missing"
    if STAND_INS.search(secret) and len(left) < LEFT:
        return "is a placeholder"
    if len(secret) < SHORTEST_SECRET:
        return "is too short"
    return "is easy to guess" if len(set(secret)) < FEWEST_CHARACTERS else ""
