"""What the answers to evaluations come to: numbers, themes, words of people without names."""
