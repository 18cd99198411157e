"""Every card the bot shows in a small play, with ordinary and with hostile words on it."""
