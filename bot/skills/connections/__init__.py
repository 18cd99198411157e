"""The connections of a session, looked at 24 and 2 hours before it, and when somebody asks.

Two hours before, hosts are mailed a page that opens without a network.

“check everything for session 3”, “send me the host page for session 3” / « vérifie tout pour la
séance 3 », « envoie-moi la page de l'hôte pour la séance 3 ».
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.model.connections import CONNECTIONS
from bot.skills.connections import asking, telling

SKILL = Skill(
    CONNECTIONS,
    hears={
        "connections.check": Heard(asking.ask, ORGANISERS),
        "connections.page": Heard(asking.page, ORGANISERS),
    },
    results=telling.results,
    due=asking.due,
)
