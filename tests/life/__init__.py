"""The whole life of one session, from idea to report, as one talk in each language."""
