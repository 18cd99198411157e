"""Where a store in PostgreSQL is: the database, and the schema that is its own."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

USUAL_SCHEMA = "circuit"
_SCHEMES = ("postgresql", "postgres")
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Address(NamedTuple):
    """What libpq takes, and the name of a schema."""

    database: str
    schema: str

    @classmethod
    def read(cls, text: str) -> "Address":
        """The address in ``postgresql://user@host/database?schema=name``.

        Raises ``ValueError`` for anything else; without a schema it is “circuit”.
        """
        parts = urlsplit(text)
        if parts.scheme not in _SCHEMES:
            raise ValueError("not postgresql://")
        given = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        schemas = [value for name, value in given if name == "schema"] or [USUAL_SCHEMA]
        if len(schemas) > 1 or not _SCHEMA.fullmatch(schemas[0]) or schemas[0].startswith("pg_"):
            raise ValueError("not the name of a schema")
        rest = urlencode([(name, value) for name, value in given if name != "schema"])
        return cls(urlunsplit(parts._replace(query=rest)), schemas[0])


def is_address(text: str) -> bool:
    """Whether this is the address of a store in PostgreSQL, and not a folder."""
    return text.startswith(tuple(f"{scheme}://" for scheme in _SCHEMES))
