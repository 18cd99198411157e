"""Where a message speaks of days, hours and lengths of time; what they mean is read elsewhere."""

import re
from collections.abc import Iterator

from bot.understanding.dates.words import WEEKDAYS

Span = tuple[int, int]

MONTH = (
    r"(?:jan(?:uary|vier|v)?|feb(?:ruary)?|fev(?:rier|r)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|mai|may"
    r"|june?|juin|july?|juil(?:let)?|aug(?:ust)?|aout|sept?(?:ember|embre)?|oct(?:ober|obre)?"
    r"|nov(?:ember|embre)?|dec(?:ember|embre)?)\b\.?"
)
WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|dimanche|tues?|wed|thu(?:rs?)?|fri"
)
DAY = r"\d{1,2}(?:st|nd|rd|th|er|re|e)?"
YEAR = r"(?:,?\s+\d{4})?"
NTH = r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th|premiere?|deuxieme|troisieme|derniere?)"
DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d"
    rf"|(?:the\s+|le\s+)?{NTH}\s+(?:{WEEKDAY})\s+(?:of|in|de|d'|du|en)\s*"
    rf"(?:{MONTH}|(?:the\s+|le\s+)?(?:month|mois)|next month|(?:every|each|chaque)\s+\w+){YEAR}"
    rf"|(?:the|le)\s+{NTH}\s+(?:{WEEKDAY})s?"
    rf"|(?:(?:{WEEKDAY})\.?,?\s+)?(?:the\s+)?{MONTH}\s+{DAY}\b{YEAR}"
    rf"|(?:(?:{WEEKDAY})\.?,?\s+)?(?:the\s+|le\s+)?{DAY}\s+(?:of\s+|de\s+)?{MONTH}{YEAR}"
    rf"|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?"
    rf"|(?:this\s+|next\s+|coming\s+|ce\s+)*(?:{WEEKDAY})s?\b"
    rf"(?:\s+(?:prochain|en huit|en quinze|the {DAY}\b|le {DAY}\b|{DAY}\b(?!\s*(?:h\b|:|am|pm))))?"
    r"|the \d{1,2}(?:st|nd|rd|th)(?!\s+(?:of|session|one\b|time|talk|discussion|edition|webinar|theme|poll|question))"
    r"|today|tonight|tomorrow|aujourd'hui|demain|apres[- ]demain|ce soir|yesterday|hier"
    r"|in \w+ (?:days?|weeks?|months?)|dans \w+ (?:jours?|semaines?|mois)"
    r"|next (?:week|month)|(?:la semaine|le mois) prochaine?"
    r")(?![\w/])"
)
TIME = re.compile(
    r"\b(?:\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?\s?m\b\.?)|\d{1,2}\s?h(?:eures?|rs?)?\b(?:\s?\d\d\b)?"
    r"|\d{1,2}h\d\d|\d{1,2}:\d\d|noon|midi|midnight|minuit|morning|afternoon|evening|matinee?"
    r"|apres[- ]midi|soir(?:ee)?|\d{1,2} o'clock)(?!\w)"
)
LENGTHS = re.compile(
    r"(?P<half>\b(?:an? )?half(?: |-)?(?:an )?hour|\bhalf an hour|\b(?:une )?demi[- ]heure)"
    r"|(?P<hour>\b(?:one hour|an hour|(?<=durer )une heure|(?<=durera )une heure|(?<=dure )une heure"
    r"|(?<=duree d')une heure|(?<=pendant )une heure|(?<=d')une heure|1 hour|1 heure(?= de)))"
    r"(?P<more> and a half| et demie?)?"
    r"|\b(?P<number>\d{1,3}|fifteen|twenty|thirty|forty|forty-five|fifty|sixty|ninety|quinze|vingt"
    r"|trente|quarante|quarante-cinq|cinquante|soixante|quatre-vingt-dix)"
    r"[\s-]*(?:min\b\.?|mins\b|minutes?)(?: long)?"
    r"|\b(?P<hours>\d|two|three|deux|trois)[\s-]*hours?\b(?: long)?"
)
NUMBERS = {
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50,
    "sixty": 60, "ninety": 90, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40,
    "quarante-cinq": 45, "cinquante": 50, "soixante": 60, "quatre-vingt-dix": 90,
    "two": 2, "three": 3, "deux": 2, "trois": 3,
}  # fmt: skip
FEW = {
    "a": 1, "an": 1, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3,
    "four": 4, "quatre": 4, "five": 5, "cinq": 5, "six": 6, "seven": 7, "sept": 7, "ten": 10,
    "dix": 10, "eight": 8, "huit": 8, "twenty-four": 24, "vingt-quatre": 24, "couple": 2,
    **{word: number for word, number in NUMBERS.items() if number > 10},
}  # fmt: skip
BEFORE = r"(?:before|prior|ahead|earlier|in advance|beforehand|avant|plus tot|a l'avance|d'avance)"
OFFSET = re.compile(
    rf"\b(?P<n>\d{{1,3}}|{'|'.join(sorted(FEW, key=len, reverse=True))})(?:\s+of)?[\s-]*"
    r"(?P<unit>min(?:ute)?s?|hours?|heures?|hrs?|h|days?|jours?|weeks?|semaines?)\b\.?\s+"
    rf"(?:\w+\s+)?{BEFORE}|\b(?P<eve>(?:the )?(?:day|night|evening) before|la veille|the eve\b)"
    rf"|\b(?P<week>the week before|la semaine (?:d')?avant)|\b(?P<hour>the hour before|l'heure avant)"
    rf"|\b(?P<weekday>{'|'.join(WEEKDAYS)})\s+(?:just |right |juste )?"
    r"(?:before|prior|preceding|d'avant|avant|precedent|qui precede)\b"
)
AN_HOUR = re.compile(
    r"\b(?:allong|prolong|rallong|etir|raccourci|ecourt|redui|ramen)\w*\b.*?\ba (?P<hour>une heure)"
    r"(?P<more> et demie)?"
)
ITEM = re.compile(
    r"\b(?:items?|steps?|points?|tasks?|checklist|elements?|etapes?|taches?)\s*"
    r"(?:n[o°º]?\.?\s*|number\s+|numero\s+|#\s*)?(\d{1,3})\b"
)
TODAY = re.compile("today|tonight|aujourd'hui|ce soir")
AWAY = re.compile(r"\b(?:in|dans|d'ici)\s+\Z")
BESIDE = re.compile(
    r"\A\s*(?:before|prior|ahead|earlier|avant|plus tot|a l'avance|later|plus tard)"
)


def dates(bare: str) -> list[Span]:
    """The places of what names a day."""
    return [found.span() for found in DATE.finditer(bare)]


def times(bare: str) -> list[Span]:
    """The places of what names an hour or a part of the day."""
    return [found.span() for found in TIME.finditer(bare)]


def lengths(bare: str) -> Iterator[tuple[Span, int]]:
    """The places and minutes of how long something lasts; not how far away it is."""
    stretched = AN_HOUR.search(bare)
    if stretched:
        yield (stretched.start("hour"), stretched.end()), 90 if stretched["more"] else 60
    for found in LENGTHS.finditer(bare):
        if AWAY.search(bare, 0, found.start()) or BESIDE.match(bare[found.end() :]):
            continue
        yield found.span(), _minutes(found)


def _minutes(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["hour"]:
        return 90 if found["more"] else 60
    number, scale = (found["number"], 1) if found["number"] else (found["hours"], 60)
    return scale * (NUMBERS.get(number) or int(number))
