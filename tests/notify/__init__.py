"""Tests of GC Notify."""
