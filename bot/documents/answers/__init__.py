"""Answers to a registration form, from a table or from a flow, as people to be registered. Pure.

sheet = tables.read(name, content)
columns = recognised(sheet.headers, sheet.rows[:50])
for piece in sheet.pieces(500):
    found, refused = entries(piece, columns)
"""

from bot.documents.answers.columns import Columns, Field
from bot.documents.answers.entry import Entry, entries, entry_of
from bot.documents.answers.people import people
from bot.documents.answers.recognising import recognised
from bot.documents.tables import Refused

__all__ = ["Columns", "Entry", "Field", "Refused", "entries", "entry_of", "people", "recognised"]
