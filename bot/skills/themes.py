"""``add theme “digital identity”``, ``list themes``, ``vote for theme 3``, ``rank the themes``.

``ajoute le thème « identité numérique »``, ``liste des thèmes``, ``vote pour le thème 3``

A person has one vote for a theme. A session with the title of a theme uses it.
"""

from dataclasses import replace

import cards
from bot.context import (
    CARD_LIFE,
    INSIDERS,
    ORGANISERS,
    Heard,
    Question,
    Skill,
    Turn,
    merge,
    undoable,
)
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.theme import Theme
from bot.model.words import Both, Phrase
from bot.planning.choosing import card_of
from bot.planning.drafts import noted, theme_titled
from bot.planning.titles import checked, retitled, second_title, titled

NAME = "themes"
SECOND_TITLE = "second_title"
INPUTS = ("title_en", "title_fr", "belongs_to")
RANKED = 10


def add(turn: Turn) -> Outcome:
    """A new theme; the team is asked for its title in the other language and its series."""
    if turn.filled == SECOND_TITLE:
        return _second_title(turn)
    typed = str(turn.slots.get("title", ""))
    if not typed:
        return turn.ask("title", f"{NAME}.what")
    title = titled(turn, typed)
    known = theme_titled(turn.context, title)
    if known:
        return turn.say(f"{NAME}.known", theme=known)
    counter = turn.context.next("theme")
    theme = Theme(id=str(counter.last), title=title, added=turn.context.now, added_by=turn.address)
    saves = (counter, theme, noted(turn, "theme.added", f"theme/{theme.id}"))
    added = Phrase(f"{NAME}.added", {"theme": theme, "missing": title.missing})
    if turn.role is not Role.ORGANISER:
        return merge(Outcome(saves=saves), turn.say(f"{NAME}.thanks", theme=theme))
    return merge(Outcome(saves=saves), _form(turn, theme, added))


def _form(turn: Turn, theme: Theme, said: Phrase) -> Outcome:
    """The card on which a theme is completed; a typed title in the other language does as well."""
    card = Card(
        ref=turn.context.id_for("card/theme"),
        skill=NAME,
        buttons=("save",),
        inputs=INPUTS,
        person=turn.address,
        about=f"theme/{theme.id}",
        version=theme.version,
        until=turn.context.now + CARD_LIFE,
    )
    facts = {
        "said": turn.words(said.key, **said.facts),
        "title_en": theme.title.en,
        "title_fr": theme.title.fr,
        "belongs_to": theme.belongs_to,
    }
    rendered = cards.render("theme", card.ref, turn.languages, facts)
    waiting = replace(turn, intent="theme.add", slots={"theme": theme.id})
    slot = SECOND_TITLE if theme.title.missing else ""
    return waiting.offer(card, rendered, said, slot)


def _second_title(turn: Turn) -> Outcome:
    theme = _theme(turn)
    missing = theme.title.missing
    if missing is None:
        return turn.say("turn.not_understood")
    typed = str(turn.slots[SECOND_TITLE])
    return _changed(turn, theme, title=second_title(turn, theme.title, missing, typed))


def save(turn: Turn) -> Outcome:
    """The theme as it was completed; what is left empty stays as it is."""
    about = card_of(turn).about.partition("/")[2]
    theme = _theme(replace(turn, slots={"theme": about}))
    fields = turn.press.fields
    typed = Both(checked(fields.get("title_en", "")), checked(fields.get("title_fr", "")))
    belongs_to = checked(fields.get("belongs_to", "")) or theme.belongs_to
    return _changed(turn, theme, title=retitled(theme.title, typed), belongs_to=belongs_to)


def _changed(turn: Turn, theme: Theme, **fields: object) -> Outcome:
    """The theme with other values, said and undoable; nothing if they are what they were."""
    if all(getattr(theme, name) == value for name, value in fields.items()):
        return turn.say(f"{NAME}.stands", theme=theme)
    now = theme.changed(**fields)
    undo = undoable(turn, turn.words(f"{NAME}.undo", theme=now), (theme, now))
    return merge(Outcome(saves=(now, undo)), turn.say(f"{NAME}.changed", theme=now))


def vote(turn: Turn) -> Outcome:
    """The person's vote, counted once."""
    if not turn.slots.get("theme"):
        return _which(turn)
    theme = _theme(turn)
    if turn.address in theme.votes:
        return turn.say(f"{NAME}.voted_before", theme=theme)
    now = theme.changed(votes=theme.votes | {turn.address})
    undo = undoable(turn, turn.words(f"{NAME}.undo_vote", theme=now), (theme, now))
    return merge(Outcome(saves=(now, undo)), turn.say(f"{NAME}.voted", theme=now))


def _which(turn: Turn) -> Outcome:
    """The question which theme is meant, with those there are."""
    choices = [(each.id, turn.words(f"{NAME}.choice", theme=each)) for each in _every(turn)]
    return turn.pose(Question("theme", Phrase(f"{NAME}.which"), choices))


def _theme(turn: Turn) -> Theme:
    """The theme that the words name, by its number or its title."""
    named = str(turn.slots["theme"]).strip()
    by_number = turn.context.view.get(Theme, named.lstrip("#"))
    found = by_number or theme_titled(turn.context, titled(turn, named))
    if found is None:
        raise Refusal(f"{NAME}.unknown", named=named)
    return found


def list_all(turn: Turn) -> Outcome:
    """The themes, in the order in which they came; for the team, with votes and sessions."""
    themes = _every(turn)
    team = turn.role is Role.ORGANISER
    if not themes:
        return turn.say(f"{NAME}.none")
    return turn.say(f"{NAME}.list", themes=themes, team=team)


def rank(turn: Turn) -> Outcome:
    """The themes with the most votes first."""
    themes = sorted(_every(turn), key=lambda theme: -len(theme.votes))
    if not themes:
        return turn.say(f"{NAME}.none")
    return turn.say(f"{NAME}.rank", themes=themes[:RANKED])


def _every(turn: Turn) -> list[Theme]:
    return sorted(turn.context.view.find(Theme, "all", "theme"), key=lambda each: int(each.id))


def show(turn: Turn) -> Outcome:
    """How the theme of the card stands, changing nothing."""
    about = card_of(turn).about.partition("/")[2]
    theme = _theme(replace(turn, slots={"theme": about}))
    return turn.say(f"{NAME}.stands", theme=theme)


SKILL = Skill(
    NAME,
    hears={
        "theme.add": Heard(add, INSIDERS),
        "theme.list": Heard(list_all, INSIDERS),
        "theme.vote": Heard(vote, INSIDERS),
        "info.theme_rank": Heard(rank, ORGANISERS),
    },
    presses={"save": Heard(save, ORGANISERS)},
    show=show,
)
