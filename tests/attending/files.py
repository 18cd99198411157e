"""Reports in the layouts in which hosts download them."""

from collections.abc import Sequence
from dataclasses import dataclass

WEBEX = (
    *("Meeting Name", "Meeting Start Time", "Meeting End Time", "Display Name", "First Name"),
    *("Last Name", "Role", "Attendee Email", "Join Time", "Leave Time", "Attendance Duration"),
    *("Connection Type", "Session Name"),
)
WEBEX_PORTUGUESE = (
    *("Nome da reunião", "Data de início da reunião", "Data de término da reunião"),
    *("Nome de exibição", "Nome", "Sobrenome", "Função", "E-mail do convidado"),
    *("Hora da entrada", "Hora da saída", "Duração da presença", "Tipo de conexão"),
    "Nome da sessão",
)
"""The titles as a public script quotes them from a report."""
WEBEX_FRENCH = (
    *("Nom de la réunion", "Heure de début de la réunion", "Heure de fin de la réunion"),
    *("Nom d'affichage", "Prénom", "Nom", "Rôle", "E-mail du participant", "Heure d'arrivée"),
    *("Heure de départ", "Durée de présence", "Type de connexion", "Nom de la session"),
)


@dataclass(frozen=True)
class Came:
    """A time that somebody was there, on the day of the session."""

    name: str
    address: str
    start: str
    end: str
    lasting: str = ""


def webex(*rows: Came, titles: Sequence[str] = WEBEX, day: str = "2027-02-25") -> bytes:
    """A report of Webex: UTF-16, tabs, times as formulas."""
    lines = ["\t".join(titles), *("\t".join(_webex(row, day)) for row in rows)]
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode("utf-16-le")


def _webex(row: Came, day: str) -> list[str]:
    first, _, last = row.name.partition(" ")
    moments = [f'="{day} {each}"' for each in (row.start, row.end)]
    head = ["biometrics", f'="{day} 13:00:00"', f'="{day} 13:45:00"', row.name, first, last]
    return [*head, "Attendee", row.address, *moments, row.lasting, "Desktop app", "biometrics"]


TEAMS = """\
1. Summary
Meeting title\tbiometrics
Attended participants\t2
Start time\t2/25/27, 12:58:48 PM
End time\t2/25/27, 1:47:02 PM
Meeting duration\t48m 14s
Average attendance time\t29m

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Tom Roy\t2/25/27, 1:00:00 PM\t2/25/27, 1:40:00 PM\t38m 0s\ttom@example.org\ttom@example.org\tAttendee
Guest One\t2/25/27, 1:10:00 PM\t2/25/27, 1:30:00 PM\t20m 0s\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Tom Roy\t2/25/27, 1:00:00 PM\t2/25/27, 1:20:00 PM\t20m 0s\ttom@example.org\tAttendee
Tom Roy\t2/25/27, 1:22:00 PM\t2/25/27, 1:40:00 PM\t18m 0s\ttom@example.org\tAttendee
Guest One\t2/25/27, 1:10:00 PM\t2/25/27, 1:30:00 PM\t20m 0s\t\tAttendee
"""
ZOOM = """\
Attendee Report
Report Generated:,"Feb 26, 2027 10:15 AM"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,Unique Viewers
biometrics,123 4567 8901,"Feb 25, 2027 12:55 PM",60,3,2
Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest
Yes,Ana,ana@example.org,"Feb 25, 2027 12:55:00 PM","Feb 25, 2027 01:50:00 PM",55,No
Attendee Details
Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Join Time,Leave Time,\
Time in Session (minutes),Is Guest
Yes,Tom Roy,Tom,Roy,tom@example.org,"Feb 20, 2027 12:55:00 PM","Feb 25, 2027 01:00:00 PM",\
"Feb 25, 2027 01:30:00 PM",30,Yes
No,Zoe Li,Zoe,Li,zoe@example.org,"Feb 20, 2027 12:55:00 PM",--,--,--,--
"""


def teams() -> bytes:
    """A report of Teams: three parts in one file, in UTF-16."""
    return ("\ufeff" + TEAMS).encode("utf-16-le")


def zoom() -> bytes:
    """A report of Zoom: a part for each role, of people who registered too."""
    return ZOOM.encode()
