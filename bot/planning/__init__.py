"""What it takes to plan a session: its moment, its title, what to watch for on a day.

A local hour that the clock skips is taken an hour later; one that comes twice is its first.
"""
