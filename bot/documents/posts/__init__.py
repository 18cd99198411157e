"""What makes a session known, as each place takes it: counted, laid out, escaped for its system.

Pure: text and bytes from values; nothing here knows a session.
"""
