"""The test of the platform before a session: each step passed, or failed with a note.

“platform test for session 3”, “test 4 failed: no sound on Mac” / « essai de la plateforme pour la
séance 3 », « essai 4 échoué : pas de son sur Mac ».
"""

from bot.context import ORGANISERS, Heard, Skill
from bot.skills.platform_test import changing, marking, showing

HEARS = {
    "info.platform_test": showing.show,
    "info.test_results": showing.results,
    "test.passed": marking.passed,
    "test.failed": marking.failed,
    "test.assign": marking.assign,
    "test.add": changing.add,
    "test.remove": changing.remove,
}
PRESSES = {
    "test_passed": marking.pressed_passed,
    "test_failed": marking.pressed_failed,
    "test_rest": marking.pressed_rest,
    "test_more": showing.more,
}
SKILL = Skill(
    showing.NAME,
    hears={name: Heard(handle, ORGANISERS) for name, handle in HEARS.items()},
    presses={name: Heard(handle, ORGANISERS) for name, handle in PRESSES.items()},
    show=showing.again,
)
