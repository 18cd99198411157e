"""Who a Teams account is: its address, looked up once and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels.teams.connector import Connector
from bot.channels.teams.incoming import Activity
from bot.errors import Rejected
from bot.model.conversation import Sender
from bot.model.outcome import Outcome
from bot.model.people import Account
from storage import Store

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
        known = self.store.view().get(Account, activity.account)
        if known is None or abs(now - known.at) > KEPT:
            known = await self._looked_up(activity, now)
        return Sender(known.address, activity.name or known.name, outside=known.outside)

    async def _looked_up(self, activity: Activity, now: datetime) -> Account:
        try:
            member = await self.connector.member(
                activity.service_url, activity.conversation, activity.user
            )
        except Rejected:
            member = {}
        address, outside = vouched(member, activity.tenant, self.tenant)
        name = member.get("name")
        found = Account(
            id=activity.account,
            at=now,
            address=address or f"{activity.object_id or 'somebody'}@{NOBODY}".lower(),
            name=name if isinstance(name, str) else "",
            outside=outside,
        )
        if member:
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
