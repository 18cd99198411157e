"""Composition: the only room that knows every real thing."""

from bot.app.cast import CAST, MEMBERS, welcome_cast
from bot.app.keeping import Alone, Lead, present
from bot.app.opening import Opened, opened
from bot.app.serving import connected, node_modules, pages, serve_pages
from bot.app.staging import console, stage
from bot.app.ways_out import setup, ways, webinars

__all__ = [
    "CAST",
    "MEMBERS",
    "Alone",
    "Lead",
    "Opened",
    "connected",
    "console",
    "node_modules",
    "opened",
    "pages",
    "present",
    "serve_pages",
    "setup",
    "stage",
    "ways",
    "webinars",
    "welcome_cast",
]
