"""Those who registered in Webex: “bring in the webinar's registrants of session 3”.

« importe les inscrits du webinaire de la séance 3 ». Where a token for webinars is set, they are
also looked for by themselves, as long as one can register.
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.model.webinar import SKILL as NAME
from bot.skills.webinar import leaving, reading, results

SKILL = Skill(
    NAME,
    hears={"webinar.registrants": Heard(reading.bring, ORGANISERS)},
    results=results.heard,
    due=reading.due,
    delivered=leaving.deliver,
)
