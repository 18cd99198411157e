"""Everything the bot must do, as tests."""
