r"""Words of people read in GC Notify as they were written, and our own letters as they are laid out.

Each of these was put through mistune 0.8.4, set up as cds-snc/notification-utils does: what is shown
there is what stands on the left.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import notify_body
from bot.documents.layout import BLANK
from bot.model.outbox import Letter


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Kim Roy", "Kim Roy"),
        ("- item", "\\- item"),
        ("* star *x*", "\\* star \\*x\\*"),
        ("**bold** _it_", "\\*\\*bold\\*\\* \\_it\\_"),
        ("# head", "\\# head"),
        ("+ plus", "\\+ plus"),
        ("1. one", "1\\. one"),
        ("12.5 percent", "12\\.5 percent"),
        ("> q", "> q"),
        ("^ quote", "\u00a0^ quote"),
        ("x\n===", "x\n\u00a0==="),
        ("---", "\\---"),
        ("`code`", "\\`code\\`"),
        ("[l](http://evil)", "\\[l\\](http://evil)"),
        ("![i](http://evil)", "!\\[i\\](http://evil)"),
        ("| a | b |", "\\| a \\| b \\|"),
        ("    indented", "indented"),
        ("\\* esc", "\\\\\\* esc"),
        ("[[/en]][[fr]]", "\\[\\[/en\\]\\]\\[\\[fr\\]\\]"),
        ("• bullet", "\u00a0• bullet"),
        ("((own))", "((own))"),
        ("see https://example.org/a_b_c ok_", "see https://example.org/a_b_c ok\\_"),
        ("A\r\nB\u202ec", "A\nBc"),
    ],
)
def test_words_of_people_are_no_marks(text: str, written: str) -> None:
    assert notify_body.value(text) == written


def test_a_letter_in_both_languages_has_a_block_for_each() -> None:
    letter = Letter(
        "x",
        "((greeting_en))\n\nYou have a place.\n\n• When: ((when_en))\n• ((join_en))\n\n---\n\n"
        "((greeting_fr))\n\nVous avez une place.\n\n• Quand\u00a0: ((when_fr))",
        ("en", "fr"),
    )
    assert notify_body.written(letter) == (
        "[[en]]\n((greeting_en))\n\nYou have a place.\n\n* When: ((when_en))\n* ((join_en))\n[[/en]]"
        "\n\n[[fr]]\n((greeting_fr))\n\nVous avez une place.\n\n* Quand\u00a0: ((when_fr))\n[[/fr]]"
    )


@given(st.text("ab_*[]#-((own))\n•1. ", max_size=60))
def test_blanks_are_never_touched(text: str) -> None:
    letter = Letter("x", f"{text} ((one_two)) {text}", ("en",))
    assert BLANK.findall(notify_body.written(letter)) == BLANK.findall(letter.body)


@given(st.text(max_size=60))
def test_no_block_of_a_language_can_be_opened_or_closed_by_words(text: str) -> None:
    assert "[[" not in notify_body.value(text)
    assert "]]" not in notify_body.value(text)
