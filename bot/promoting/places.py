"""The places that posts are brought to by hand: the page, and what is pasted there."""

import re
from datetime import datetime

from bot import sessions, texts
from bot.context import Context
from bot.documents.posts import pasted
from bot.documents.posts.layout import Item
from bot.model.promotion import Channel, Post
from bot.model.words import LANGUAGES, Phrase
from bot.texts import moments

GCCOLLAB = "https://gccollab.ca"
"""The routes below are those of Elgg 1.12 and its plug-ins as GCcollab's source has them."""
GCMESSAGE = "https://message.gccollab.ca"
GROUP = re.compile(
    r"(?:https://gccollab\.ca/(?:groups/profile|discussion/(?:add|owner))/)?(\d{1,12})(?:/.*)?"
)
"""A group by its number or by the address of one of its pages."""
PAGES = {
    Channel.WIRE: f"{GCCOLLAB}/thewire/all",
    Channel.EVENT_PAGE: f"{GCCOLLAB}/event_calendar/add",
    Channel.GROUP: f"{GCCOLLAB}/groups/all",
    Channel.GCMESSAGE: GCMESSAGE,
}


def link(post: Post) -> str:
    """The page where the post is brought; empty where there is none that we know."""
    group = GROUP.fullmatch(post.target)
    if post.channel is Channel.GROUP and group is not None:
        return f"{GCCOLLAB}/discussion/add/{group[1]}"
    # The target of a webhook is a secret, and no page.
    if post.channel is not Channel.TEAMS and post.target.startswith("https://"):
        return post.target if post.target.isprintable() else ""
    return PAGES.get(post.channel, "")


def event_form(context: Context, post: Post, items: tuple[Item, ...]) -> str:
    """The fields of GCcollab's form for a calendar entry, in the order of the form.

    Source: event_calendar 1.9, views/default/forms/event_calendar/edit.php.
    """
    session = sessions.of_card(context, post.session)
    team = context.team.name
    english, french = items
    return pasted.form(
        (
            (_label("title_en"), english.headline),
            (_label("title_fr"), french.headline),
            (_label("venue"), _label("online")),
            (_label("tags"), ", ".join(dict.fromkeys((team.en, team.fr)))),
            (_label("start"), _form_time(session.starts)),
            (_label("end"), _form_time(session.ends)),
            (_label("fees"), _label("free")),
            (_label("contact"), context.setup.mail_from),
            (_label("organiser"), " / ".join(dict.fromkeys((team.en, team.fr)))),
            (_label("text_en"), english.text),
            (_label("text_fr"), french.text),
        )
    )


def _label(name: str) -> str:
    return texts.render_in(Phrase(f"promotion_form.{name}"), LANGUAGES)


def _form_time(at: datetime) -> str:
    """The day and the hour as the form takes them, in the zone of its server."""
    return f"{moments.local(at):%Y-%m-%d %H:%M}"
