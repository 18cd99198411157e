"""What a session hands out, and the tools it is held with."""
