"""Tests of webinars in Webex."""
