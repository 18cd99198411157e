"""Registrations: who has a place, who waits for one, and the letters that say so.

However somebody comes, by chat, page, form, file or webinar, ``taking.take`` is the one way in and
``leaving.leave`` the one way out: one record, one confirmation.
"""
