"""What is kept of a session for the files, for how long, and what is kept of one person."""
