"""A bot with one of everything behind its gate, and people who try to come in."""
