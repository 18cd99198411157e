"""What a session leaves behind: its summary, its lessons, its numbers."""
