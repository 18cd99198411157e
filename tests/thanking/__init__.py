"""Thank-yous after a session."""
