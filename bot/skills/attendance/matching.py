"""Those whom nothing matches to a registration, matched by hand: “match: 3 = tom@example.org”.

« associer : 3 = tom@example.org »; “3 = nobody” takes somebody off the list.
"""

import re
from itertools import islice

from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.attendance import Attended
from bot.model.outcome import Outcome
from bot.model.registration import Registration, registration_key
from bot.model.report_file import ReportFile
from bot.planning.drafts import noted
from bot.reporting import card, deciding
from bot.skills.attendance import saying
from bot.understanding.cleaning import fold

SAID = re.compile(r"\s*(?P<number>\d{1,5})\s*=\s*(?P<who>\S+)\s*")
BETWEEN = re.compile(r"[;\n]")
NOBODY = frozenset({"nobody", "none", "no", "personne", "aucun", "aucune", "non"})
MOST_SAID = 50


def match(turn: Turn) -> Outcome:
    """These people are matched, and the numbers counted again.

    Raises Refusal for what cannot be read, a number that is not listed, an address that is not
    registered; nothing changes then.
    """
    file = deciding.of_card(turn)
    if "match" not in card.buttons(saying.KIND, turn.context, file):
        return deciding.shown(saying.KIND, turn, file)
    said = turn.press.fields.get(card.FIELD, "")
    parts = [part for part in BETWEEN.split(said) if part.strip()]
    if not parts or len(parts) > MOST_SAID:
        raise Refusal("attendance.which_match")
    matched = tuple([_matched(turn.context, file, part) for part in parts])
    counting = deciding.recounted(saying.KIND, turn, file)
    told = turn.say("attendance.matched", count=len(matched))
    audit = noted(turn, "attendance.matched", f"session/{file.session}")
    return merge(Outcome(saves=(*matched, audit)), counting, told)


def _matched(context: Context, file: ReportFile, said: str) -> Attended:
    found = SAID.fullmatch(said)
    if found is None:
        raise Refusal("attendance.which_match")
    number, who = int(found["number"]), found["who"].strip("<>").lower()
    listed = context.view.oldest(Attended, "number_in", f"{file.session}/{number}")
    person = next(islice(listed, 1), None)
    if person is None:
        raise Refusal("attendance.no_such_number", number=number)
    if fold(who).strip(".") in NOBODY:
        return person.changed(number=0, perhaps="", by_hand=True)
    mine = context.view.get(Registration, registration_key(file.session, who))
    if mine is None:
        raise Refusal("attendance.not_registered", address=who, session=file.session)
    return person.changed(
        kind="registered", registered=mine.address.lower(), perhaps="", number=0, by_hand=True
    )
