"""The description of a session, and what is shared about texts in both languages."""
