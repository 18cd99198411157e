"""What is at hand while a session is on, and the plan that leads there."""
