"""Who came to a session: reports, people, numbers."""
