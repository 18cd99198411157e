"""Making a session known: what fills the blanks of a post, its words, and how each place takes it.

``facts`` gives the values, ``words`` the texts with their blanks, ``rendering`` what goes out and
what is still amiss with it, ``sealing`` what an approval covers.
"""
