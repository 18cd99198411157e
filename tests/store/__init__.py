"""The store: one contract, and what happens when disks and processes fail."""
