"""Both platforms for a long time, with everything that goes wrong there."""
