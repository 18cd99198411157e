"""The command line, as a person at a shell meets it."""
