"""The doors that are set up, and how fast each is."""

from collections.abc import Mapping
from pathlib import Path

from bot.assistant import Time
from bot.assistant.doors import Door
from bot.channels.teams import registered
from bot.channels.teams.door import TeamsDoor
from bot.channels.teams.sdk import Registration
from bot.model.outbox import Person
from bot.model.setup import MAILBOX, MOST_BY_NOTIFY, Breaker, Pace, Setup, Wiki
from bot.model.words import Both
from bot.services.flow.folder import FolderChannel
from bot.services.mail import House as MailHouse
from bot.services.mail.folder import FolderMail
from bot.services.webinars import Site, WebexWebinars
from bot.services.webinars.api import MeetingsApi
from bot.services.webinars.token import Grant, Token
from bot.settings import Settings
from bot.settings.mail_server import MailServer
from storage import Store


def setup(settings: Settings) -> Setup:
    """What skills may know of the settings."""
    return Setup(
        organisers=settings.organisers,
        domains=settings.domains,
        local=settings.local,
        public_url=settings.public_url,
        mail_from=settings.mail_from,
        model=bool(settings.model_url),
        ways=ways(settings),
        wiki=wiki_site(settings),
        breaker=Breaker(settings.bounce_percent, settings.bounce_least),
        backup_days=settings.backup_days,
        posts_to_teams=settings.local or bool(settings.teams_channel_url),
        wire_limit=settings.wire_limit,
        webinars=bool(settings.webinar_token),
        connections=True,
        boards=bool(settings.miro_token),
        misses_days=settings.misses,
    )


def wiki_site(settings: Settings) -> Wiki:
    """The wiki that has the pages of sessions, and whether the bot may write there."""
    index = Both(*settings.wiki_index) if settings.wiki_index else Wiki().index
    return Wiki(settings.wiki_url, index, writes=settings.local or bool(settings.wiki_user))


def ways(settings: Settings) -> Mapping[str, Pace]:
    """The ways out that letters to many may take, and how fast each is."""
    found = {"mail": Pace()}
    if settings.smtp_url:
        server = MailServer.of(settings.smtp_url)
        found["mail"] = Pace(server.rate, server.daily)
    if settings.notify_key:
        found["notify"] = Pace(most=MOST_BY_NOTIFY)
    if settings.flow_url:
        found["flow"] = MAILBOX
    return found


def mail(chosen: Settings, time: Time) -> Door:
    """The door for letters: a server if one is set, else a folder."""
    sender = Person(chosen.mail_from, "Circuit")
    house = MailHouse(sender, chosen.mail_reply_to)
    if chosen.smtp_url:
        from bot.services.mail.smtp import SmtpMail

        return SmtpMail(chosen.smtp_url, house, time)
    return FolderMail(chosen.data / "mail", house, time)


def doors_to_many(chosen: Settings, time: Time) -> list[Door]:
    """The doors that take one letter for many people, where they are set up."""
    doors = list[Door]()
    if chosen.notify_key:
        from bot.services.notify import Notify
        from bot.services.notify.api import NotifyApi

        doors.append(Notify(NotifyApi(chosen.notify_url, chosen.notify_key, time)))
    if chosen.flow_url:
        from bot.services.flow import Flow

        doors.append(Flow(chosen.flow_url))
    return doors


def wiki(chosen: Settings) -> list[Door]:
    """The door to the wiki, where there is a bot password; a folder in local mode."""
    if chosen.wiki_user:
        from bot.services.wiki import WikiDoor
        from bot.services.wiki.site import MediaWiki

        return [WikiDoor(MediaWiki(chosen.wiki_url, chosen.wiki_user, chosen.wiki_password))]
    if not chosen.local:
        return []
    from bot.services.wiki import WikiDoor
    from bot.services.wiki.folder import FolderPages

    return [WikiDoor(FolderPages(wiki_folder(chosen), f"{chosen.public_url}/#wiki"))]


def wiki_folder(chosen: Settings) -> Path:
    """Where the pages of the wiki's stand-in are."""
    return chosen.data / "wiki"


def model(chosen: Settings) -> list[Door]:
    """The door to a drafting model, where one is set up."""
    if not chosen.model_url:
        return []
    from bot.services.model import DraftingModel

    return [DraftingModel(chosen.model_url, chosen.model_key)]


def boards(chosen: Settings) -> list[Door]:
    """The door to boards in Miro, where there is a token."""
    if not chosen.miro_token:
        return []
    from bot.services.miro import MiroBoards

    return [MiroBoards(chosen.miro_url, chosen.miro_token)]


def teams_channel(chosen: Settings, time: Time) -> list[Door]:
    """The door to a channel of Teams that takes posts by a webhook; a folder in local mode."""
    if chosen.teams_channel_url:
        from bot.services.flow.channel import TeamsChannel

        return [TeamsChannel(chosen.teams_channel_url)]
    return [FolderChannel(channel_folder(chosen), time)] if chosen.local else []


def channel_folder(chosen: Settings) -> Path:
    """Where the posts of the channel's stand-in are."""
    return chosen.data / "teams_channel"


def webinars(chosen: Settings) -> WebexWebinars | None:
    """The webinars of the host whose token is set."""
    if not chosen.webinar_token:
        return None
    grant = Grant.of(chosen.webinar_refresh)
    token = Token(chosen.webex_api_url, chosen.webinar_token, grant, chosen.data)
    url, _, host = chosen.webinar_site.partition("?host=")
    site = Site(url, host)
    return WebexWebinars(MeetingsApi(chosen.webex_api_url, token, site.scopes), site)


def teams_door(chosen: Settings, store: Store) -> TeamsDoor | None:
    """The door to Teams; in local mode without an app id, to a stand-in on this machine."""
    if not chosen.teams_app_id and not chosen.local:
        return None
    registration = Registration(
        chosen.teams_app_id,
        chosen.teams_app_password,
        chosen.teams_tenant_id,
        chosen.teams_metadata_url,
    )
    return registered(registration, store, local=chosen.local)
