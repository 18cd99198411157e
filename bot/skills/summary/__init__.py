"""What was said in a session: “draft the summary of session 1”.

« rédige le résumé de la séance 1 ».

It is picked from the transcript and from the records, and stays a draft until somebody of the team
found both halves right. Then it stands on the page of the session, on the wiki, and goes to those
who asked for it.
"""

from bot.context import INSIDERS, ORGANISERS, Heard, Skill
from bot.model.summary import SKILL as NAME
from bot.skills.summary import drafting, filing, wishes

SKILL = Skill(
    NAME,
    hears={
        "summary.draft": Heard(drafting.draft, ORGANISERS),
        "summary.wanted": Heard(wishes.wanted, INSIDERS),
    },
    presses={
        "save": Heard(drafting.save, ORGANISERS),
        "reviewed_en": Heard(drafting.reviewed("en"), ORGANISERS),
        "reviewed_fr": Heard(drafting.reviewed("fr"), ORGANISERS),
    },
    delivered=filing.delivered,
    due=wishes.due,
    show=drafting.show,
)
