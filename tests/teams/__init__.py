"""Microsoft Teams, with a Bot Connector of our own on loopback."""
