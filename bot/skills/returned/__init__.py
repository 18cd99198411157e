"""Mail that came in: addresses that take none are left out, and the team decides on wishes.

Nothing to write: it comes by ``circuit mailbox`` or from the folder of ``CIRCUIT_MAIL_IN``.
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.skills.returned import card, delivered, desk

SKILL = Skill(
    card.SKILL,
    presses={
        "give_up": Heard(desk.give_up, ORGANISERS),
        "resend": Heard(desk.resend, ORGANISERS),
        "done": Heard(desk.done, ORGANISERS),
    },
    show=desk.show,
    waits=desk.waits,
    delivered=delivered.deliver,
)
