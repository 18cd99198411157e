"""How a session is planned: moments, what speaks against them, changes, series."""
