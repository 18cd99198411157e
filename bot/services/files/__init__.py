"""Files that people bring and take away: read and written in processes of their own."""
