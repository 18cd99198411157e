"""The posts that make a session known."""
