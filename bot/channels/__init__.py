"""The chat platforms, one each."""
