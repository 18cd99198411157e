"""Whether a program answered, and not a person (RFC 3834)."""

import re
from email.message import Message

from bot.documents.returned import headers
from bot.documents.returned.parts import parts

ROBOTS = re.compile(r"^(?:mailer-?daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b")
BULK = frozenset({"auto_reply", "bulk", "junk", "list"})
SAYS_SO = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id", "X-Failed-Recipients")
SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office"
    r"|réponse automatique|absen(?:t|te|ce) du bureau|absence\s*:)",
    re.IGNORECASE,
)
FOR_PROGRAMS = frozenset({"multipart/report", "message/delivery-status", "text/calendar"})
"""A receipt, or the answer of a calendar."""


def is_automatic(message: Message) -> bool:
    """Whether its headers, its subject or its parts say that no person wrote it."""
    submitted = headers.text(message, "Auto-Submitted").strip().lower()
    nobody = headers.text(message, "Return-Path").strip() == "<>"
    return (
        (submitted or "no").partition(";")[0].strip() != "no"
        or nobody
        or headers.text(message, "Precedence").strip().lower() in BULK
        or any(message.get(name) is not None for name in SAYS_SO)
        or SUBJECT.match(headers.words(message, "Subject")) is not None
        or ROBOTS.match(headers.sender(message)[1]) is not None
        or any(part.get_content_type() in FOR_PROGRAMS for part in parts(message))
    )
