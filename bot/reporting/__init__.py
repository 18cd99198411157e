"""A report that an organiser brings about a session, from the drop in a chat to its end."""
