"""What the bot knows: frozen records and the rules of a session's life."""
