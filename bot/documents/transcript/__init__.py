"""Transcripts as webinars write them: read, and made short."""

from bot.documents.transcript.key_points import key_points
from bot.documents.transcript.reading import Said, Transcript, read

__all__ = ["Said", "Transcript", "key_points", "read"]
