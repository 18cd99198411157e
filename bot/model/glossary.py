"""Terms that always have the same pair in the other language."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both

GLOSSARY = "glossary"
"""The key of the one glossary there is."""
FIRST_TERMS = (
    Both("Canada School of Public Service", "École de la fonction publique du Canada"),
    Both("CSPS", "EFPC"),
    Both("Digital Academy", "Académie du numérique"),
    Both("On the Circuit", "En circuit"),
    Both("mini discussion", "mini-discussion"),
    Both("Government of Canada", "gouvernement du Canada"),
    Both("closed captioning", "sous-titrage codé"),
    Both("public servants", "fonctionnaires"),
    Both("artificial intelligence", "intelligence artificielle"),
    Both("newsletter", "infolettre"),
)
"""The pairs to begin with. Sources: the names of the School and its academy as canada.ca writes
them; Termium Plus for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary(Record):
    """The fixed pairs, in the order of the alphabet; the team adds to them and takes away."""

    table: ClassVar[Table] = Table("glossaries", key="id")
    id: str = GLOSSARY
    terms: tuple[Both, ...] = FIRST_TERMS
    version: int = 1

    def named(self, words: str) -> Both | None:
        """The pair with this side, whatever its capitals."""
        said = words.casefold()
        return next((e for e in self.terms if said in (e.en.casefold(), e.fr.casefold())), None)

    def with_(self, term: Both) -> "Glossary":
        """The glossary with this pair, which takes the place of those it has a side of."""
        sides = {term.en.casefold(), term.fr.casefold()}
        kept = [e for e in self.terms if sides.isdisjoint({e.en.casefold(), e.fr.casefold()})]
        return self.changed(terms=tuple(sorted([*kept, term], key=lambda e: e.en.casefold())))

    def without(self, term: Both) -> "Glossary":
        """The glossary without this pair."""
        return self.changed(terms=tuple(each for each in self.terms if each != term))

    def at_version(self, version: int) -> "Glossary":
        """The same, as one change after several were made."""
        return replace(self, version=version)

    def changed(self, **fields: Any) -> "Glossary":
        """The glossary with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
