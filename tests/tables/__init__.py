"""The tables people bring and are given, and the answers in them."""
