"""What the texts say and where they are used, read without saying them."""
