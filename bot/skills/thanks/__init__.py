"""Thank-yous: “send the thank-yous for session 1” / « envoie les remerciements de la séance 1 ».

Each group has its own words: those who came, those who registered and did not come, those who
spoke, and partners. There is one mailing a session, so nobody is thanked twice.
"""

from bot.context import ORGANISERS, Heard, Mails, Skill
from bot.skills.thanks import audience, card, composing, sending

SKILL = Skill(
    card.SKILL,
    hears={"thanks.send": Heard(sending.send, ORGANISERS)},
    presses={
        "go": Heard(sending.go, ORGANISERS),
        "approve": Heard(sending.approve, ORGANISERS),
        "halt": Heard(sending.halt, ORGANISERS),
        "resume": Heard(sending.resume, ORGANISERS),
        "stop": Heard(sending.drop, ORGANISERS),
    },
    show=sending.show,
    waits=sending.waits,
    standing=card.standing,
    mails=Mails(
        audience=audience.people,
        addressed=audience.addressed,
        pattern=composing.pattern,
        told=card.told,
    ),
)
