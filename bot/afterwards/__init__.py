"""What a session leaves behind: what was said, what the team learnt, what the numbers say."""
