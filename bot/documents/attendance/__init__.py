"""Reports of who came to a webinar, as Webex, Teams and Zoom give them to the host. Pure.

Made for a process of its own: the largest report takes some seconds.
"""

from bot.documents.attendance.matching import Known, Match, matched
from bot.documents.attendance.people import Attendee, attendees
from bot.documents.attendance.reading import Join, Report, read

__all__ = ["Attendee", "Join", "Known", "Match", "Report", "attendees", "matched", "read"]
