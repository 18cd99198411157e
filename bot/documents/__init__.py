"""Bytes from values: calendar entries and letters. Pure."""
