"""What people want for themselves: no more mail, or to be forgotten."""
