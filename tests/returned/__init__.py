"""Mail that came back, and what people answer."""
