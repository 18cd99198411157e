"""A door within the house: what is to be done with a file of registrations that somebody brought.

A receipt tells the skill what came of it, as JSON under ``found``; what can never succeed is told
as ``refused``, the key of a text, with its facts.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from bot.assistant.bringing import Assistant, Counts, Load, Pieces, filed, foreseen
from bot.assistant.files import Files, ListOfPeople
from bot.assistant.verbs import NOT_FETCHED, Facts, Verb, Verbs
from bot.documents.answers import Refused
from bot.errors import Refusal, Rejected
from bot.model.importing import AT_ONCE, FILES, MOST_ROWS

__all__ = ["FILES", "FileErrands"]

NOT_OPEN = "registration_file.not_open"


class FileErrands(Verbs):
    """Fetches a file, looks at what it would change, files a piece of it, and takes it away.

    ``to`` of a sending is our name for the file, so that one thing follows the other.
    """

    name = FILES

    def __init__(self, files: Files, assistant: Assistant) -> None:
        """Where files are kept, and who hears of the people in them."""
        self._assistant = assistant
        verbs: Mapping[str, Verb] = {
            "look": self._look,
            "file": self._file,
            "remove": self._remove,
        }
        super().__init__(files, verbs)

    async def _look(self, file: str, facts: Facts) -> Facts:
        found = await self._read(file, facts)
        counts, pieces = Counts(), 0
        try:
            async for piece in foreseen(self._assistant, _load(facts, found.requests())):
                counts.update(piece)
                pieces += 1
        except Rejected:
            raise Refusal(NOT_OPEN) from None
        return {"counts": counts, "pieces": pieces, **_seen(found)}

    async def _file(self, file: str, facts: Facts) -> Facts:
        """The people of one piece of many, registered; done again, it says the same again."""
        found, first = await self._read(file, facts), int(facts["first"])
        pieces = islice(found.requests(first), AT_ONCE)
        counts = Counts()
        try:
            load = replace(_load(facts, pieces), run=file, first=first)
            async for piece in filed(self._assistant, load):
                counts.update(piece)
        except Rejected:
            raise Refusal(NOT_OPEN) from None
        return {"counts": counts}

    async def _remove(self, file: str, _facts: Facts) -> Facts:
        await self._files.remove(file)
        return {}

    async def _read(self, file: str, facts: Facts) -> ListOfPeople:
        try:
            return await self._files.read(file, facts["shown"], facts["columns"])
        except Rejected:
            raise Refusal(NOT_FETCHED, file=facts["shown"]) from None


def _load(facts: Facts, pieces: Pieces) -> Load:
    return Load("registration", {"session": facts["session"]}, pieces)


def _seen(found: ListOfPeople) -> Facts:
    refused = list(found.refused())
    return {
        "people": found.people,
        "repeated": found.repeated,
        "unknown": found.unknown,
        "refused_rows": len(refused),
        "rows": [_row(each) for each in refused[:MOST_ROWS]],
    }


def _row(refused: Refused) -> Facts:
    why = {"key": refused.why.key, "facts": dict(refused.why.facts)}
    return {"row": refused.row, "column": refused.column, **why}
