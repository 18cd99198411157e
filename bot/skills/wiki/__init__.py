"""The pages of sessions on the wiki: “publish the wiki page for session 3”.

« publie la page wiki de la séance 3 ». What goes out the first time, and other words later, needs a
second person; the facts are kept up by themselves. Without access, the team gets what to paste.
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.model.wiki import WIKI
from bot.skills.wiki import asking, card, deciding, looking, results, updating

SKILL = Skill(
    WIKI,
    hears={
        "wiki.publish": Heard(asking.publish, ORGANISERS),
        "info.wiki": Heard(asking.preview, ORGANISERS),
        "info.wiki_status": Heard(looking.status, ORGANISERS),
    },
    presses={
        card.PUBLISH: Heard(deciding.publish, ORGANISERS),
        card.STOP: Heard(deciding.stop, ORGANISERS),
        card.OVERWRITE: Heard(deciding.overwrite, ORGANISERS),
        card.KEEP: Heard(deciding.keep, ORGANISERS),
    },
    results=results.heard,
    due=updating.due,
    show=deciding.show,
    waits=deciding.waits,
    standing=card.standing,
)
