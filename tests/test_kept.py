"""What is made of the frames is kept for the next start, and never taken for something else."""

from collections.abc import Callable
from pathlib import Path

from bot.understanding.kept import kept

PAGES = {"session.toml": b"one"}


def never() -> object:
    """Fails where nothing was to be made."""
    raise AssertionError("it was made again")


def making(value: object) -> Callable[[], object]:
    """What makes this value."""
    return lambda: value


def test_what_was_made_is_there_at_the_next_start(tmp_path: Path) -> None:
    made = {"session": ["cancel", True]}
    assert kept(PAGES, making(made), tmp_path) == made
    assert kept(PAGES, never, tmp_path) == made


def test_another_page_is_made_anew_and_takes_the_place(tmp_path: Path) -> None:
    kept(PAGES, making(1), tmp_path)
    assert kept({"session.toml": b"two"}, making(2), tmp_path) == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    kept(PAGES, making(1), tmp_path)
    for file in tmp_path.iterdir():
        file.write_bytes(b"no")
    assert kept(PAGES, making(2), tmp_path) == 2
    assert kept(PAGES, never, tmp_path) == 2


def test_a_folder_that_cannot_be_written_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert kept(PAGES, making(1), tmp_path / "file" / "folder") == 1
