"""The things the bot can do, a file each; a file with a ``SKILL`` is all it takes."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.context import Handler, Heard, Skill


@dataclass(frozen=True, slots=True)
class Skills:
    """All skills, and which of them hears what."""

    all: tuple[Skill, ...]
    intents: Mapping[str, Heard]
    named: Mapping[str, Skill]
    notices: Mapping[str, Handler] = field(default_factory=dict)


@cache
def load() -> Skills:
    """Every skill in this folder; two that hear the same intent are refused."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    skills = tuple(module.SKILL for module in modules if hasattr(module, "SKILL"))
    intents: dict[str, Heard] = {}
    for skill in skills:
        twice = intents.keys() & skill.hears.keys()
        if twice:
            raise TypeError(f"{skill.name} hears what another skill hears: {sorted(twice)}")
        intents |= skill.hears
    notices = {name: handle for skill in skills for name, handle in skill.notices.items()}
    return Skills(skills, intents, {skill.name: skill for skill in skills}, notices)
