"""Boards in Miro."""
