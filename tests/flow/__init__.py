"""Tests of letters that leave by a flow."""
