"""What several skills share about those who came to a session."""
