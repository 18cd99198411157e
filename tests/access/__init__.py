"""Accessibility: tickets, the connections, what hosts get."""
