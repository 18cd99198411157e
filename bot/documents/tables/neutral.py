"""Words that Excel would take for a formula, kept from being one, and back.

https://owasp.org/www-community/attacks/CSV_Injection names the signs; what stands before them in
white space is not trusted either.
"""

import re

BEGINS_A_FORMULA = re.compile(r"'*\s*[=+\-@|\t\r\n＝＋－＠]")
MARKED = re.compile(r"'+\s*[=+\-@|\t\r\n＝＋－＠]")


def neutral(text: str) -> str:
    """The text with an apostrophe before it where it could begin a formula."""
    return f"'{text}" if BEGINS_A_FORMULA.match(text) else text


def original(text: str) -> str:
    """The text as it was before ``neutral``, which it undoes for every text."""
    return text[1:] if text.startswith("'") and BEGINS_A_FORMULA.match(text) else text
