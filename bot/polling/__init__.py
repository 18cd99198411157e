"""Polls, as far as chat, the web and the command line share them: voters, counts, what is shown."""
