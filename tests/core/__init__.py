"""The assistant as a whole: what it hears, what it owes, what it sends."""
