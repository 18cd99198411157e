"""The command line. Exit codes: 0 done, 1 refused with words, 2 wrong usage.

Each command imports what it needs when it is called: ``understand`` and ``dates`` stay light.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import Misconfigured


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command named on the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal without accents shows what it can.
        sys.stdout.reconfigure(errors="replace")
    chosen = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = chosen.run
    try:
        return run(chosen)
    except Misconfigured as problem:
        for line in str(problem).splitlines():
            print(f"circuit: {line}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:
        # Whoever read has seen enough; what is still to be written goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="circuit", description="The assistant that runs a webinar series from chat."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], help: str
    ) -> argparse.ArgumentParser:
        each = commands.add_parser(name, help=help, description=help)
        each.set_defaults(run=run)
        return each

    command("run", _run, "serve the bot; in local mode, with its page on this machine")
    command("work", _work, "send and ask what is due for bots on one PostgreSQL; serve nobody")
    chat = command("chat", _chat, "talk to the bot here; also from a pipe, a line is a message")
    who = chat.add_mutually_exclusive_group(required=True)
    who.add_argument("--as", dest="address", metavar="EMAIL", help="the person to be")
    who.add_argument("--script", type=Path, metavar="FILE", help="play a .talk instead")
    _understanding(command)
    command("dates", _dates, "read JSON lines {id,text,now}, print {id,start,rrule,error}")
    command("doctor", _doctor, "say what is in place, what is missing and what to do")
    teams = command("teams-package", _teams_package, "write the app package for Microsoft Teams")
    teams.add_argument("--to", type=Path, metavar="FILE", default=Path("circuit-teams.zip"))
    flow = command(
        "power-automate-package", _flow_package, "write a flow that brings a form's responses"
    )
    flow.add_argument("--to", type=Path, metavar="FILE", default=Path("circuit-flow.zip"))
    _tables(command)
    _standing(command)
    backup = command("backup", _backup, "write every record to one file, running or not")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = command("restore", _restore, "put a backup into an empty data folder")
    restore.add_argument("file", type=Path, metavar="FILE")
    moving = command("move-store", _move_store, "move every record to another place, checked")
    for each, help_ in (("source", "where they are"), ("target", "where they are to be")):
        words = f"{help_}: a folder, or postgresql://user@host/database?schema=name"
        moving.add_argument(each, metavar=each.upper(), help=words)
    return parser


def _understanding(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The command that says what sentences mean, and how one was read."""
    understand = command(
        "understand", _understand, "read JSON lines {id,text,role,now}, print {id,intent,slots}"
    )
    understand.add_argument("--explain", metavar="TEXT", help="say how this sentence is read")
    roles = ["organiser", "speaker", "participant"]
    understand.add_argument("--role", choices=roles, default="organiser", help="who says it")
    understand.add_argument("--now", default="", metavar="TIME", help="when; now if not given")
    understand.add_argument(
        "--language", choices=["en", "fr"], help="of the explanation; else that of the sentence"
    )


def _tables(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that take in and hand out tables and mail."""
    taking = command("import", _import, "take in the people in an Excel workbook or a csv file")
    taking.add_argument(
        "what",
        choices=[
            "registrations",
            "attendees",
            "partners",
            "attendance",
            "evaluation",
            "transcript",
        ],
    )
    taking.add_argument("file", type=Path, metavar="FILE")
    taking.add_argument("--session", metavar="NUMBER", help="for all that is about one session")
    taking.add_argument(
        "--basis", metavar="TEXT", help="for past attendees: where and when they agreed to mail"
    )
    taking.add_argument("--theme", default="", help="for past attendees: what they came for")
    taking.add_argument("--column", action="append", default=[], metavar="TITLE=FIELD")
    taking.add_argument("--yes", action="store_true", help="do it without asking")
    taking.add_argument(
        "--json", action="store_true", help="for programs; without --yes, a preview"
    )
    taking.add_argument("--language", choices=["en", "fr"], default="en")
    giving = command("export", _export, "write all who registered for a session to a file")
    giving.add_argument("what", choices=["registrations"])
    giving.add_argument("--session", required=True, metavar="NUMBER")
    giving.add_argument("--out", required=True, type=Path, metavar="FILE", help=".xlsx or .csv")
    giving.add_argument("--language", choices=["both", "en", "fr"], default="both")
    giving.add_argument("--overwrite", action="store_true", help="also if the file is there")
    mailbox = command("mailbox", _mailbox, "take in mail that came back, and replies")
    mailbox.add_argument("path", type=Path, metavar="PATH", help="a folder, Maildir, mbox or file")
    mailbox.add_argument("--json", action="store_true", help="for programs")


def _standing(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that say how things stand, or how they would go."""
    poll = command("poll", _poll, "say how a poll stands, or how it ended")
    poll.add_argument("what", choices=["results"])
    poll.add_argument("number", metavar="NUMBER")
    poll.add_argument("--json", action="store_true", help="for programs")
    promotion = command("promotion", _promotion, "show the posts that make a session known")
    promotion.add_argument("--session", required=True, metavar="NUMBER")
    promotion.add_argument("--json", action="store_true", help="for programs")
    rehearse = command(
        "rehearse", _rehearse, "play a session's life on a copy; nothing is sent or changed"
    )
    rehearse.add_argument("--session", required=True, metavar="NUMBER")
    rehearse.add_argument(
        "--speed", type=float, default=0.0, metavar="TIMES", help="60 tells a minute in a second"
    )
    rehearse.add_argument("--full", action="store_true", help="the whole words, not only a line")
    rehearse.add_argument("--who", action="store_true", help="show addresses as well")
    report = command("report", _report, "report on all sessions that were held")
    report.add_argument("what", choices=["pilot"], nargs="?", default="pilot")
    report.add_argument("--out", type=Path, metavar="FOLDER", help="where the files go")
    report.add_argument("--lang", choices=["both", "en", "fr"], default="both")
    report.add_argument("--trace", action="store_true", help="the rows behind each number, in JSON")
    dossier = command("dossier", _dossier, "pack all that is filed of a session into a zip file")
    dossier.add_argument("session", metavar="SESSION", help="its number")
    dossier.add_argument("--out", type=Path, metavar="FILE", help="dossier-SESSION.zip by itself")
    dossier.add_argument("--overwrite", action="store_true", help="also if the file is there")
    misses = command("misses", _misses, "list what was not understood, or make an example of it")
    misses.add_argument("--json", action="store_true", help="a JSON object a line")
    misses.add_argument("--example", type=int, metavar="NUMBER", help="of this one in the list")
    misses.add_argument("--intent", default="", metavar="NAME", help="what it is to mean")
    outbox = command("outbox", _outbox, "list what leaves the bot, and how far it has got")
    outbox.add_argument("--json", action="store_true", help="a JSON object a line")
    outbox.add_argument("--who", action="store_true", help="show addresses as well")


def _import(chosen: argparse.Namespace) -> int:
    if chosen.what == "registrations":
        from bot.commands import importing

        return importing.main(chosen)
    if chosen.what in ("attendance", "evaluation"):
        from bot.commands import reports

        return reports.main(chosen)
    if chosen.what == "transcript":
        from bot.commands import transcripts

        return transcripts.main(chosen)
    from bot.commands import lists

    return lists.main(chosen)


def _export(chosen: argparse.Namespace) -> int:
    from bot.commands import exporting

    return exporting.main(chosen)


def _mailbox(chosen: argparse.Namespace) -> int:
    from bot.commands import mailbox

    return mailbox.main(chosen)


def _poll(chosen: argparse.Namespace) -> int:
    from bot.commands import polls

    return polls.main(chosen)


def _promotion(chosen: argparse.Namespace) -> int:
    from bot.commands import promotion

    return promotion.main(chosen)


def _report(chosen: argparse.Namespace) -> int:
    from bot.commands import pilot

    return pilot.main(chosen)


def _dossier(chosen: argparse.Namespace) -> int:
    from bot.commands import dossier

    return dossier.main(chosen)


def _misses(chosen: argparse.Namespace) -> int:
    from bot.commands import misses

    return misses.main(chosen)


def _outbox(chosen: argparse.Namespace) -> int:
    from bot.commands import outbox

    return outbox.main(chosen)


def _rehearse(chosen: argparse.Namespace) -> int:
    from bot.commands import rehearsing

    return rehearsing.main(chosen)


def _run(_: argparse.Namespace) -> int:
    from bot.commands import run

    return run.main()


def _work(_: argparse.Namespace) -> int:
    from bot.commands import work

    return work.main()


def _chat(chosen: argparse.Namespace) -> int:
    from bot.commands import chat

    if chosen.script:
        return chat.play_script(chosen.script)
    return chat.main(chosen.address)


def _understand(chosen: argparse.Namespace) -> int:
    if chosen.explain is not None:
        from bot.commands import explaining

        return explaining.main(chosen)
    from bot.clock import Clock
    from bot.understanding.command import answer

    return _stream(lambda line: answer(line, Clock().now()))


def _dates(_: argparse.Namespace) -> int:
    from bot.understanding.dates.command import answer

    return _stream(answer)


def _doctor(_: argparse.Namespace) -> int:
    from bot.commands import doctor

    return doctor.main()


def _teams_package(chosen: argparse.Namespace) -> int:
    from bot.commands import teams_package

    return teams_package.main(chosen.to)


def _flow_package(chosen: argparse.Namespace) -> int:
    from bot.commands import flow_package

    return flow_package.main(chosen.to)


def _backup(chosen: argparse.Namespace) -> int:
    from bot.commands import backup

    return backup.main(chosen.file)


def _restore(chosen: argparse.Namespace) -> int:
    from bot.commands import backup

    return backup.restore_main(chosen.file)


def _move_store(chosen: argparse.Namespace) -> int:
    from bot.commands import move_store

    return move_store.main(chosen.source, chosen.target)


def _stream(answer: Callable[[str], str]) -> int:
    """A line in, a line out, at once."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "replace")
        if line.strip():
            print(answer(line), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
