"""What a session hands out: links worth keeping and the evaluation, shared once.

“add https://… as a resource for session 2”, “share the resources of session 2”, “what was that
link?”; « ajoute https://… comme ressource pour la séance 2 », « c'était quoi le lien? ».
"""

from bot.context import ANYONE_ASKING, ORGANISERS, SPEAKERS, Heard, Skill
from bot.skills.resources import adding, asking, evaluating, sharing

SKILL = Skill(
    "resources",
    hears={
        "resource.add": Heard(adding.add, SPEAKERS),
        "info.resources": Heard(asking.list_all, ANYONE_ASKING),
        "resource.remove": Heard(adding.remove, ORGANISERS),
        "resource.share": Heard(sharing.share, ORGANISERS),
        "evaluation.link": Heard(evaluating.link, ORGANISERS),
        "evaluation.share": Heard(sharing.share_evaluation, ORGANISERS),
    },
    presses={
        "share_now": Heard(sharing.now, ORGANISERS),
        "by_itself": Heard(sharing.by_itself, ORGANISERS),
        "by_hand": Heard(sharing.by_hand, ORGANISERS),
    },
    due=sharing.due,
    show=sharing.show,
)
