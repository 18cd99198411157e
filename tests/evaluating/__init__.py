"""Evaluations, from the export of their form to what they say."""
