"""The tools of a session beside its webinar: Wordly, Vevox, a Miro board.

“set up Wordly for session 2: ABCD-1234”, “the Vevox id of session 2 is 195-061-937”, “the Miro
board of session 2 is https://…”; « configure Wordly pour la séance 2 », « retire Vevox de la
séance 2 ».
"""

from bot import downloads
from bot.context import ORGANISERS, Heard, Skill
from bot.model.tools import SKILL as NAME
from bot.skills.tools import boards, making, vevox, warning, wordly

SKILL = Skill(
    NAME,
    hears={
        "wordly.set": Heard(wordly.put, ORGANISERS),
        "wordly.off": Heard(wordly.off, ORGANISERS),
        "wordly.glossary": Heard(wordly.glossary, ORGANISERS),
        "vevox.set": Heard(vevox.put, ORGANISERS),
        "vevox.off": Heard(vevox.off, ORGANISERS),
        "vevox.sheet": Heard(vevox.sheet, ORGANISERS),
        "whiteboard.create": Heard(boards.put, ORGANISERS),
        "whiteboard.off": Heard(boards.off, ORGANISERS),
    },
    presses=dict.fromkeys(downloads.ENDINGS, Heard(downloads.handed_over, ORGANISERS)),
    results=making.heard,
    show=vevox.show,
    due=warning.due,
)
