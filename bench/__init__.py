"""What is measured, side by side with its peers."""
