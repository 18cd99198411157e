"""How much is told of a rehearsal that somebody asked for."""

REHEARSAL = "rehearsal"
"""The door by which one is asked for, and the skill that hears what came of it."""
MOST = 150
"""As many moments are told; a month of a session has fewer."""
LONGEST = 2_000
"""Characters of the words of one moment."""
