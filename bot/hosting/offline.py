"""What hosts have at hand without a network: every link, the day, the words to paste, ways out."""

from dataclasses import replace

from bot import texts
from bot.context import Context
from bot.documents.host_page import HostPage, Piece, Section, page
from bot.hosting import blocks, connections, plan, rows, troubles
from bot.model.outbox import File, Letter, Sending
from bot.model.session import Session
from bot.model.speaking import Part, Reply, Speaking
from bot.model.words import Both, Phrase
from bot.posts import Note, by_mail

HOSTING = (Part.HOST, Part.MODERATOR)


def hosts(context: Context, session: Session) -> tuple[str, ...]:
    """Who hosts: those who said yes to it and own a minute of the day, else every organiser."""
    asked = context.view.find(Speaking, "session", session.id)
    found = [e.address for e in asked if e.part in HOSTING and e.reply is Reply.YES]
    found += [
        each.owner
        for each in plan.plan_of(context, session).items
        if each.lead.of_the_day and each.owner
    ]
    return tuple(dict.fromkeys(found)) or tuple(sorted(context.organisers))


def mailed(context: Context, session: Session, address: str, key: str) -> Sending:
    """The page in a letter to one of the hosts."""
    facts = {"session": session, "team": context.team}
    letter = Phrase("host_page.letter", facts)
    note = Note(key, letter, Phrase("host_page.subject", facts), letter, f"session/{session.id}")
    sending = by_mail(context, address, replace(note, expires=session.ends))
    assert isinstance(sending.content, Letter)
    return replace(sending, content=replace(sending.content, files=(file(context, session),)))


def file(context: Context, session: Session) -> File:
    """The page as a file."""
    written = page(host_page(context, session))
    return File(f"session-{session.id}.html", "text/html", written)


def host_page(context: Context, session: Session) -> HostPage:
    """All that stands on the page; a section with nothing in it is left out."""
    sections = (
        Section(_said("links"), _links(context, session)),
        Section(_said("day"), _day(context, session)),
        Section(_said("paste"), _pasted(blocks.blocks(context, session))),
        Section(_said("troubles"), _troubles(context, session)),
        Section(_said("asked"), _pasted(blocks.those(context, session, blocks.IN_TROUBLE))),
    )
    title = texts.both(Phrase("host_page.title", {"session": session}))
    return HostPage(title, _said("contents"), tuple(each for each in sections if each.pieces))


def _said(name: str) -> Both:
    return texts.both(Phrase(f"host_page.{name}"))


def _links(context: Context, session: Session) -> tuple[Piece, ...]:
    found = connections.links(context, session)
    lines = [(connections.named(context, name), link) for name, link in found.items()]
    if not lines:
        return ()
    english = "\n".join(f"{name.en}: {link}" for name, link in lines)
    french = "\n".join(f"{name.fr}\u00a0: {link}" for name, link in lines)
    return (Piece(Both(), Both(english, french)),)


def _day(context: Context, session: Session) -> tuple[Piece, ...]:
    """The minutes of the day, a line each: when, what, whose."""
    found = [e for e in plan.due(context, session) if e.item.lead.of_the_day]
    lines = [
        texts.both(
            Phrase(
                "host_page.minute",
                {"at": each.at, "words": each.item.words, "session": session,
                 "owner": rows.called(context, each.item.owner)},
            )
        )
        for each in found
    ]  # fmt: skip
    if not lines:
        return ()
    words = Both("\n".join(e.en for e in lines), "\n".join(e.fr for e in lines))
    return (Piece(Both(), words),)


def _pasted(found: tuple[blocks.Block, ...]) -> tuple[Piece, ...]:
    return tuple(Piece(each.title, each.words, paste=True) for each in found)


def _troubles(context: Context, session: Session) -> tuple[Piece, ...]:
    return tuple(Piece(each.title, each.steps) for each in troubles.troubles(context, session))
