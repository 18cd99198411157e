"""Where an order begins, and what it is about."""

from bot.understanding.analysis import Analysis
from bot.understanding.vocabulary import Hit

BREAKS = frozenset({"and", "et", "then", "puis", "but", "mais", "so", "donc", "alors", "or", "ou"})
SUBJECTS = frozenset("i we you he she they it je j' nous il elle ils elles ca cela who qui".split())
BOTH_WAYS = frozenset({"tu", "vous", "on"})


def is_order(analysis: Analysis, hit: Hit) -> bool:
    """Whether a verb is where an order begins: first of a clause, or after polite words."""
    if not hit.entry.order:
        return _is_wanted(analysis, hit)
    first = hit.at[0]
    start = analysis.clause(first).start
    before = range(first - 1, start - 1, -1)
    if _has_subject(analysis, first, start):
        return False
    for place in before:
        if analysis.tokens[place].word in BREAKS:
            return True
        if place not in analysis.polite and not _leads(analysis, hit, place):
            return _is_to_be_done(analysis, hit, start)
    return _begins(analysis, start)


def _leads(analysis: Analysis, hit: Hit, place: int) -> bool:
    """Whether the word is part of a session named before its verb ("session 3 cancel")."""
    form = analysis.tokens[hit.at[0]].word
    bare = hit.entry.language == "en" or form.endswith(("er", "ir", "re", "ez"))
    return bare and (place in analysis.named or analysis.tokens[place].word in ("to", "a"))


def _is_to_be_done(analysis: Analysis, hit: Hit, start: int) -> bool:
    """Whether things are only named with what is to be done ("séance 3 à annuler", "a tweet to write")."""
    place = hit.at[0] - 1
    while place > start and place in analysis.covered("clitic"):
        place -= 1
    if not _is_bare(hit, analysis) or analysis.tokens[place].word not in ("to", "a"):
        return False
    asked = analysis.covered(
        "what_word", "how_word", "when_word", "who_word", "how_many", "where_word"
    )
    known = (
        analysis.small | analysis.named | analysis.within(analysis.dates) | analysis.covered("new")
    )
    known |= {p for hits in analysis.things.values() for hit in hits for p in hit.at}
    known |= {p for p, token in enumerate(analysis.tokens) if token.kind in ("number", "quote")}
    question = any(token.word == "?" for token in analysis.tokens)
    return not question and all(p in known and p not in asked for p in range(start, place))


def _is_bare(hit: Hit, analysis: Analysis) -> bool:
    form = analysis.tokens[hit.at[0]].word
    return hit.entry.language == "en" or form.endswith(("er", "ir", "re"))


def _is_wanted(analysis: Analysis, hit: Hit) -> bool:
    """Whether something is wanted done: "should be cancelled", "peux-tu annulé" for "annuler"."""
    if _follows_request(analysis, hit):
        return True
    clause = analysis.clause(hit.at[0])
    wanted = analysis.covered("wanted")
    return any(place in wanted for place in range(clause.start, hit.at[0]))


def _follows_request(analysis: Analysis, hit: Hit) -> bool:
    """Whether a French form in -é comes right after "peux-tu" and the like: it sounds the same."""
    if hit.entry.language != "fr" or not analysis.tokens[hit.at[0]].typed.lower().endswith("é"):
        return False
    clitics = analysis.covered("clitic")
    place = hit.at[0] - 1
    while place in clitics and not _inside_polite(analysis, place):
        place -= 1
    return _inside_polite(analysis, place)


def _has_subject(analysis: Analysis, first: int, start: int) -> bool:
    clitics = analysis.covered("clitic")
    place = first - 1
    while place >= start and place in clitics and analysis.tokens[place].word not in SUBJECTS:
        place -= 1
    if place < start:
        return False
    word = analysis.tokens[place].word
    if _inside_polite(analysis, place):
        return False
    return _asked_back(analysis, word) if word in BOTH_WAYS else word in SUBJECTS


def _asked_back(analysis: Analysis, word: str) -> bool:
    """Whether "on annule?" asks what to do instead of saying it."""
    return word == "on" and any(token.word == "?" for token in analysis.tokens)


def _inside_polite(analysis: Analysis, place: int) -> bool:
    """Whether a longer polite phrase ends with this word ("could you")."""
    return any(len(hit.at) > 1 and hit.at[-1] == place for hit in analysis.of("polite"))


def _begins(analysis: Analysis, start: int) -> bool:
    """Whether a clause may begin an order: not after a colon that follows unknown words."""
    if start == 0 or analysis.tokens[start - 1].word != ":":
        return True
    known = analysis.small | analysis.named | set(analysis.things) | analysis.within(analysis.dates)
    label = analysis.clause(start - 2) if start >= 2 else range(0)
    known |= {place for hits in analysis.hits.values() for hit in hits for place in hit.at}
    return all(place in known or analysis.tokens[place].kind == "number" for place in label)


def head(analysis: Analysis, verb: Hit) -> set[int]:
    """The places of the thing that the verb is about."""
    clause = analysis.clause(verb.at[0])
    after = [place for place in sorted(analysis.things) if verb.at[0] < place < clause.stop]
    if after:
        return {_last_of_run(analysis, after)}
    before = [place for place in sorted(analysis.things) if place < verb.at[0]]
    strong = [place for place in before if not _is_weak(analysis, place)]
    return set((strong or before)[:1])


def _last_of_run(analysis: Analysis, after: list[int]) -> int:
    """The last of things that stand side by side ("session 6 poll"), past those addressed."""
    chosen = after[0]
    for place in after[1:]:
        between = set(range(chosen + len(_at(analysis, chosen)), place))
        if not between <= _joints(analysis, chosen):
            break
        chosen = place
    return chosen


def _joints(analysis: Analysis, chosen: int) -> set[int]:
    """What may stand between two things side by side."""
    numbers = {p for p, token in enumerate(analysis.tokens) if token.kind == "number"}
    articles = analysis.covered("article") if _is_addressed(analysis, chosen) else set()
    return numbers | articles | (analysis.named if chosen in analysis.named else set())


def _is_addressed(analysis: Analysis, place: int) -> bool:
    return any(hit.list in ("participant", "speaker", "team") for hit in analysis.things[place])


def _is_weak(analysis: Analysis, place: int) -> bool:
    return all(hit.list in analysis.grammar.weak for hit in analysis.things[place])


def _at(analysis: Analysis, place: int) -> tuple[int, ...]:
    return max((hit.at for hit in analysis.things[place]), key=len)
