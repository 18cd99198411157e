"""Who a Teams account is: its address, looked up once and kept."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.channels.teams.connector import Connector
from bot.channels.teams.incoming import CHANNEL, Activity
from bot.errors import Rejected, TryLater
from bot.model.conversation import Sender
from bot.model.outcome import Outcome
from bot.model.people import Account
from storage import Store, StoreAway

log = logging.getLogger(__name__)
KEPT = timedelta(days=7)
NOBODY = "teams.invalid"
GUEST = "#ext#"


@dataclass(frozen=True, slots=True)
class People:
    """Looks up accounts; ``tenant`` is ours, if the bot is registered for one alone."""

    store: Store
    connector: Connector
    tenant: str

    async def sender(self, activity: Activity, now: datetime) -> Sender:
        """Who acted; raises TryLater if that cannot be found out now."""
        known = await self._known(activity, activity.account, activity.user, now)
        return Sender(known.address, activity.name or known.name, outside=known.outside)

    async def words(self, activity: Activity, now: datetime) -> str:
        """What was written, people who are mentioned by address as far as that is known."""
        words = activity.words
        if not words.pieces:
            return ""
        return words.plain(
            {user: await self._address(activity, user, now) for user in words.mentioned}
        )

    async def _address(self, activity: Activity, user: str, now: datetime) -> str:
        """The address of somebody who is mentioned; empty if it cannot be had."""
        try:
            known = await self._known(activity, f"{CHANNEL}/{activity.tenant}/{user}", user, now)
        except TryLater as problem:
            log.info("who is mentioned in Teams cannot be found out: %s", problem)
            return ""
        return "" if known.address.endswith(f"@{NOBODY}") else known.address

    async def _known(self, activity: Activity, account: str, user: str, now: datetime) -> Account:
        known = self.store.view().get(Account, account)
        if known is None or abs(now - known.at) > KEPT:
            known = await self._looked_up(activity, account, user, now)
        return known

    async def _looked_up(
        self, activity: Activity, account: str, user: str, now: datetime
    ) -> Account:
        try:
            member = await self.connector.member(activity.service_url, activity.conversation, user)
        except Rejected:
            member = {}
        address, outside = vouched(member, activity.tenant, self.tenant)
        name = member.get("name")
        found = Account(
            id=account,
            at=now,
            address=address or f"{sha256(account.encode()).hexdigest()[:16]}@{NOBODY}",
            name=name if isinstance(name, str) else "",
            outside=outside,
        )
        if member:
            with suppress(StoreAway):
                # Asked for again the next time, if it cannot be kept.
                await self.store.run(Outcome(saves=(found,)).regardless)
        return found


def vouched(member: Mapping[str, Any], tenant: str, ours: str) -> tuple[str, bool]:
    """The address of a member in a tenant, if it is proven, and whether they are from outside.

    Within our own tenant the address is the directory's. Elsewhere only a user principal name is
    proof: its domain is verified by its tenant, an e-mail address in a foreign directory is not.
    """
    principal = _text(member, "userPrincipalName")
    home = _text(member, "tenantId") or tenant
    guest = GUEST in principal
    proven = principal if not guest else ""
    if not ours:
        return _address(proven), not proven
    own = tenant == ours and home == ours
    address = _address(_text(member, "email")) or _address(proven)
    return (address if own else _address(proven)), not own or guest or not address


def _address(text: str) -> str:
    return text if "@" in text else ""


def _text(member: Mapping[str, Any], name: str) -> str:
    value = member.get(name)
    return value.strip().lower() if isinstance(value, str) else ""
