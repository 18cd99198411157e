"""The drafting model, by a stand-in on loopback."""
