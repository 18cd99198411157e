"""Whether the bot is well, and who hears when it is not."""
