"""What is said of a session in both languages: its halves, and what differs between them.

``parity`` reads two texts and knows nothing else, so that posts, pages and letters use it too.
"""
