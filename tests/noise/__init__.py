"""Strings nobody means anything by, sentences gone wrong, messages written to mislead."""
