"""How long records are kept, to which session they belong, and what becomes of them in the end."""
