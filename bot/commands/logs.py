"""The log: a line for each thing, without secrets, addresses or what people wrote."""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.errors import Misconfigured, Rejected, TryLater
from bot.settings import Settings
from storage import StoreBroken

ADDRESS = re.compile(r"[^\s/@<>\"()\[\],;:=]+@[\w.-]+")
SIGNATURE = re.compile(r"(?<=\.)[0-9a-f]{32}\b")
BEARER = re.compile(r"(?i)(?<=bearer )\S+")
OURS = (Misconfigured, TryLater, Rejected, StoreBroken)


class PlainFormatter(logging.Formatter):
    """One line, in UTC, of characters that can be shown; then where an error came through.

    An error's own words may hold what somebody wrote: they are kept only of errors that say what
    the system or the bot has to say.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """``secrets`` never show, wherever they come from."""
        super().__init__()
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line, and a further one for each place an error came through."""
        head = f"{instant_of(record)} {record.levelname} {record.name}"
        lines = [f"{head} {self._clean(record.getMessage())}"]
        if record.exc_info and record.exc_info[1]:
            places = trace(record.exc_info[1])
            lines += [f"    {self._clean(place)}" for place in places]
        return "\n".join(lines)

    def _clean(self, text: str) -> str:
        return escaped(self._redacted(text))

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        text = ADDRESS.sub("[address]", text)
        return BEARER.sub("[token]", SIGNATURE.sub("[signature]", text))


class JsonFormatter(PlainFormatter):
    """The same as an object a line, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        """``{"at", "level", "logger", "message"}``, with ``trace`` where an error came through."""
        line: dict[str, object] = {
            "at": instant_of(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self._clean(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1]:
            line["trace"] = [self._clean(place) for place in trace(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=False)


FORMS = {"plain": PlainFormatter, "json": JsonFormatter}


def instant_of(record: logging.LogRecord) -> str:
    """When it was logged, in UTC."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def set_up(level: int, secrets: Iterable[str] = (), form: str = "plain") -> None:
    """Write the log of this process to standard error, from this level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMS[form](secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)


def secrets_of(chosen: Settings) -> set[str]:
    """What must never show, as it is written and as it is sent."""
    passwords = [*passwords_of(chosen.smtp_url), *passwords_of(chosen.store)]
    tokens = {
        chosen.metrics_token,
        chosen.webex_token,
        chosen.webex_webhook_secret,
        chosen.teams_app_password,
    }
    flows = (chosen.flow_url, chosen.teams_channel_url)
    outside = {chosen.hook_token, chosen.notify_key, *flows, *map(signature_of, flows)}
    renewal = {chosen.webinar_refresh, *chosen.webinar_refresh.split(":")[1:]}
    host = {chosen.webinar_token, *renewal}
    outside |= {chosen.model_key, chosen.wiki_password, chosen.metrics_token}
    return {chosen.secret, *passwords, *map(unquote, passwords), *tokens, *outside, *host}


def passwords_of(address: str) -> list[str]:
    """The passwords in the address of a server."""
    split = urlsplit(address)
    named = [value for name, value in parse_qsl(split.query) if name == "password"]
    return [split.password, *named] if split.password else named


def signature_of(flow: str) -> str:
    """The signature in the address of a flow; empty if it has none."""
    return dict(parse_qsl(urlsplit(flow).query)).get("sig", "")


def escaped(text: str) -> str:
    """The text on one line, without anything that would drive a terminal."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


def trace(problem: BaseException) -> Iterator[str]:
    """The places an error came through and its kind; what caused it comes first."""
    cause = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    if cause is not None:
        yield from trace(cause)
    for frame in traceback.extract_tb(problem.__traceback__):
        yield f"{frame.filename}:{frame.lineno} in {frame.name}"
    words = _words(problem)
    yield f"{type(problem).__name__}: {words}" if words else type(problem).__name__


def _words(problem: BaseException) -> str | None:
    """The words of an error, where they are the system's or ours."""
    if isinstance(problem, OSError):
        return problem.strerror
    return str(problem) if isinstance(problem, OURS) else None
