"""Questions to the speakers: what is gathered, who is answered, what the pages show."""
