"""Accessibility: what people need or were shut out by, in any words; the tickets of that.

“I'm deaf and need an interpreter”, “the poll doesn't work with my screen reader”, “accessibility
tickets”, “answer ticket 3: …” / « je suis malentendante », « c'est inadmissible que… », « réponds
au dossier 3 : … ».
"""

from bot.access import card
from bot.context import INSIDERS, ORGANISERS, VOUCHED_FOR, Heard, Skill
from bot.model.access import SKILL as NAME
from bot.model.people import Role
from bot.skills.access import asking, desk, settling, watching

ASKING = INSIDERS | {Role.VISITOR}

SKILL = Skill(
    NAME,
    hears={
        "access.ask": Heard(asking.ask, ASKING),
        "access.complain": Heard(asking.complain, ASKING),
        "audit.tickets": Heard(desk.list_all, INSIDERS),
        "audit.ticket": Heard(desk.read, INSIDERS),
        "access.answer": Heard(desk.spoken("answer"), INSIDERS),
        "access.take": Heard(desk.spoken("take"), INSIDERS),
        "access.close": Heard(desk.spoken("close"), INSIDERS),
        "access.booked": Heard(desk.spoken("booked"), INSIDERS),
        "access.unavailable": Heard(desk.spoken("unavailable"), INSIDERS),
        "access.owner": Heard(desk.hand_over, INSIDERS),
        "access.people": Heard(settling.people, ORGANISERS),
        "access.lead": Heard(settling.lead, ORGANISERS),
        "access.phone": Heard(settling.phone, ORGANISERS),
        "audit.access_lessons": Heard(settling.lessons, ORGANISERS),
    },
    presses={
        card.READ: Heard(desk.read_by_press, VOUCHED_FOR),
        **{f"access_{name}": Heard(desk.pressed(name), VOUCHED_FOR) for name in desk.DECISIONS},
    },
    show=desk.show,
    due=watching.due,
)
