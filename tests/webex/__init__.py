"""Webex, with a cloud of our own on loopback and webex_bot as it is."""
