"""Letters and invites: how they are written, how they leave, and how others read them."""
