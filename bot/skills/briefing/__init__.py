"""“draft the half page on session 1 for the director”; “keep ems@example.org informed each month”.

« rédige la demi-page sur la séance 1 pour la directrice »; « tiens ems@example.org au courant
chaque mois ». What is drafted is shown, and leaves once, by a press.
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.model.briefing import SKILL as NAME
from bot.skills.briefing import card, drafting, informed, sending

SKILL = Skill(
    NAME,
    hears={
        "briefing.director": Heard(drafting.half_page, ORGANISERS),
        "briefing.digest": Heard(drafting.digest, ORGANISERS),
        "informed.add": Heard(informed.add, ORGANISERS),
        "info.informed": Heard(informed.list_all, ORGANISERS),
        "informed.remove": Heard(informed.remove, ORGANISERS),
    },
    presses={
        "go": Heard(sending.go, ORGANISERS),
        "stop": Heard(sending.stop, ORGANISERS),
    },
    due=drafting.due,
    show=sending.show,
    waits=sending.waits,
    standing=card.standing,
)
