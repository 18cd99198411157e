"""The terminal: talk to the bot from a shell or a pipe, and play written conversations."""
