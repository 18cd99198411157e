"""What is pasted into a web form, field by field in its order."""

from collections.abc import Iterable

from bot.documents import lines


def form(fields: Iterable[tuple[str, str]]) -> str:
    """A line for each field that has a value; a value of several lines stands below its label."""
    return "\n".join(
        _field(label, lines.lines(value).strip("\n")) for label, value in fields if value
    )


def _field(label: str, value: str) -> str:
    return f"{label}\n{value}\n" if "\n" in value else f"{label} {value}"
