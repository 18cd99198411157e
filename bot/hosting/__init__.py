"""What whoever hosts a session has at hand: words to paste, and ways out of trouble."""
