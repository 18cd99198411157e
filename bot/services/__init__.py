"""The outside systems, one each."""
