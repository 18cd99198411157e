"""The one template that letters leave by: called “Circuit”, with room for a subject and a body."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from bot.errors import TryLater
from bot.services.notify.api import NotifyApi

NAME = "Circuit"
SUBJECT, CONTENT = "((subject))", "((body))"
ROOM = frozenset({"subject", "body"})
PLACEHOLDER = re.compile(r"\(\((?!\()(.+?)\)\)", re.DOTALL)
REMINDER = "edb966f3-4a4c-47a4-96ab-05ff259b919c"
"""GC Notify's category of reminders (app/config.py of cds-snc/notification-api, 2026-08-07)."""


class Template:
    """Finds our template by its name, and makes it where the key may."""

    def __init__(self, api: NotifyApi) -> None:
        """Nothing is asked yet."""
        self._api = api
        self._id = ""

    async def id(self) -> str:
        """Its id; asked for once. Raises TryLater where there is none that fits."""
        if not self._id:
            named = await self.named()
            if not named:
                self._id = await self._made()
            else:
                self._id = next((str(each["id"]) for each in named if fits(each)), "")
        if not self._id:
            raise TryLater(f"no template named {NAME} fits", hindrance="no_template")
        return self._id

    def forget(self) -> None:
        """Look for it anew the next time."""
        self._id = ""

    async def named(self) -> list[Mapping[str, Any]]:
        """The e-mail templates of our name."""
        found = await self._api.get("v2/templates?type=email")
        return [each for each in _objects(found.get("templates")) if each.get("name") == NAME]

    async def _made(self) -> str:
        """The id of a new template. Raises TryLater where the key may not make one."""
        wanted = {
            "name": NAME,
            "template_type": "email",
            "subject": SUBJECT,
            "content": CONTENT,
            "template_category_id": REMINDER,
        }
        try:
            made = await self._api.post("v2/manage-template", orjson.dumps(wanted))
        except TimeoutError:
            raise TryLater("GC Notify does not answer") from None
        except TryLater as problem:
            if problem.hindrance != "not_let_in":
                raise
            raise TryLater(str(problem), hindrance="no_template") from None
        return str(made.get("id", ""))


def fits(template: Mapping[str, Any]) -> bool:
    """Whether the template has room for a subject and a body, and for nothing else."""
    written = f"{template.get('subject')}\n{template.get('body')}"
    names = {name.partition("??")[0].strip().lower() for name in PLACEHOLDER.findall(written)}
    return names == ROOM and "??" not in written


def _objects(found: Any) -> Iterable[Mapping[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
