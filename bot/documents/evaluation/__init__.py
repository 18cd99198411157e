"""The responses to the form by which a session was evaluated, in an export of Microsoft Forms."""

from bot.documents.evaluation.reading import Answered, Export, answers_of, read, told_mark

__all__ = ["Answered", "Export", "answers_of", "read", "told_mark"]
