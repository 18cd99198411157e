"""Polls: exact counts, and what is refused."""
