"""Accessibility: what people need or were shut out by, who sees to it, what works meanwhile."""
