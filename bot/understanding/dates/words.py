"""The closed vocabulary of days and hours, in both languages, as folded words."""

WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6,
}  # fmt: skip
# Short forms count only beside a number or with a stop: "mon", "sam" and "mar" are words of their own.
SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
    "sat": 5, "sun": 6, "lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6,
}  # fmt: skip
MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12, "mar": 3,
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
    "janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7,
}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16, "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "vingt": 20, "vingt et une": 21,
    "vingt-et-une": 21, "vingt-deux": 22, "vingt-trois": 23, "trente": 30, "quarante-cinq": 45, "a": 1, "an": 1,
    "couple of": 2,
}  # fmt: skip
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "last": -1, "final": -1, "premier": 1, "premiere": 1, "1er": 1, "1ers": 1,
    "premiers": 1, "deuxieme": 2, "deuxiemes": 2, "2e": 2, "2eme": 2, "seconde": 2, "troisieme": 3,
    "troisiemes": 3, "3e": 3, "3eme": 3, "quatrieme": 4, "quatriemes": 4, "4e": 4, "4eme": 4,
    "cinquieme": 5, "5e": 5, "dernier": -1, "derniere": -1, "derniers": -1, "second to last": -2,
    "avant-dernier": -2,
}  # fmt: skip
SHORTHAND = {
    "tmrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow", "tomo": "tomorrow", "nxt": "next",
    "ajd": "aujourd'hui", "auj": "aujourd'hui", "2day": "today", "2nite": "tonight",
}  # fmt: skip
"""How people shorten words in a chat."""
# Words that a slip of one letter may still mean; shorter ones are left alone.
CORRECTED = tuple(
    word
    for word in (
        *WEEKDAYS, *MONTHS, "tomorrow", "today", "tonight", "demain", "aujourd'hui", "noon",
        "midnight", "minuit", "prochain", "prochaine", "morning", "afternoon", "evening", "matin",
        "premier", "dernier", "deuxieme", "troisieme", "second", "chaque", "every", "month",
    )
    if len(word) >= 5
)  # fmt: skip
# Real words one letter away from the vocabulary, which must not be taken for a slip of it.
NOT_SLIPS = frozenset({
    "mardis", "lundis", "marches", "marche", "month", "months", "morning", "mornings", "jeudis",
    "vendredis", "samedis", "mercredis", "dimanches", "mondays", "tuesdays", "wednesdays",
    "thursdays", "fridays", "saturdays", "sundays", "juine", "mains", "demains", "seconds",
    "seconde", "matins", "premiers", "premiere", "derniers", "derniere", "monthly", "prochains",
    "prochaines", "ever", "very", "mouth", "avrile", "montre", "monte", "mont", "latin", "satin",
    "malin", "patin", "martin", "marin", "reason", "mercredi", "ju", "humain", "romain", "domain",
    "domaine", "terminal", "demander", "marchs", "marcha", "afternoons", "evenings", "today's",
    "tomorrow's", "premium",
})  # fmt: skip
