"""What people wrote reads on the real wiki as they wrote it, and is never markup."""

import os
import re
import unicodedata
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.documents.wikitext import (
    Bullet,
    Content,
    Heading,
    Link,
    PageLink,
    Paragraph,
    escaped,
    plain,
    title_of,
    wikitext,
)
from bot.documents.wikitext.escaping import one_line

from .mediawiki import MediaWiki

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wiki")]
TRICKS = [
    "a|b", "[[Main Page]]", "{{Main Page}}", "{{{1}}}", "~~~~", "~~~", "</nowiki><b>x</b>", "<nowiki>x",
    "'''bold''' ''it''", "= h =", "== h ==", "* x", "# x", ": x", "; x : y", "----", "-{zh:x}-",
    "<script>alert(1)</script>", "<!-- circuit:end -->", "<ref>x</ref>", "<div>", "</div>", "&lt;", "&amp;",
    "&#91;", "https://example.org/x", "mailto:a@example.org", "//example.org", "[https://example.org x]",
    "__NOTOC__", "__AUCUNSOMMAIRE__", "#REDIRECT [[x]]", "RFC 822", "ISBN 9780000000002", "PMID 1234",
    "{| class=x", "|-", "|}", "! x", "!! y", "x\ny", " x", "\tx", "{{subst:PAGENAME}}", "{{#if:1|2}}",
    "[[Category:X]]", "[[File:x.png]]", "\x7fUNIQ-1-QINU\x7f", "'\"`UNIQ--nowiki-00000001-QINU`\"'",
    "L'été : « où? »", "日本語", "😀👩‍🚀", "e\u0301", "\u202eabc", "%3Cb%3E", "$1", "\\", "a_b", "-", "--", "x--",
    "RFC\u00a01", "rfc 1", "https:", "//example.org/x", "1:30", "12:", "mailto:", "''", "'", "__", "!", "C#", "*", "<br/>", "{{PLURAL:1|a|b}}", "]]", "}}", "}", "]", "<", ">", "\ufdd0\uffff",
]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(TRICKS),
    st.text(max_size=30),
    st.text("[]{}|<>'=#*:;~_-!&/\\\n \tRFCISBN019ax", max_size=30),
    st.lists(st.sampled_from(TRICKS), min_size=2, max_size=4).map("".join),
)


class Shown(HTMLParser):
    """The words of a page, with its elements, its links and their targets."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.words += "\n" if tag in ("p", "li", "h2", "div") else ""

    def handle_data(self, data: str) -> None:
        self.words += data


def as_read(text: str) -> list[str]:
    """The lines that say something; spaces of every kind alike, characters composed."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return [unicodedata.normalize("NFC", line) for line in lines if line]


def read(text: str) -> list[str]:
    """What should be read of words that are shown as they are."""
    return as_read(one_line(text).replace("\x85", " "))


MANY = settings(
    max_examples=300 if os.environ.get("CIRCUIT_PROVE") == "1" else 25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(st.lists(WORDS, min_size=20, max_size=40))
@MANY
def test_words_of_people_are_words(wiki: MediaWiki, texts: list[str]) -> None:
    source = "\n\n".join(
        f"<span>{number}.</span> {escaped(each)}" for number, each in enumerate(texts)
    )
    shown = Shown(wiki.person().parsed(source))
    assert shown.links == []
    assert set(shown.elements) == {"p", "span"}
    assert as_read(shown.words) == [
        line for number, each in enumerate(texts) for line in read(f"{number}. {one_line(each)}")
    ]


@given(st.lists(WORDS, min_size=6, max_size=20))
@MANY
def test_a_page_reads_as_it_is_shown_in_the_chat(wiki: MediaWiki, texts: list[str]) -> None:
    blocks = [
        (Heading(a), Paragraph((a,)), Bullet((b,)), Bullet((a, b))) for a, b in pairwise(texts)
    ]
    content = Content("fr", tuple(block for each in blocks for block in each))
    shown = Shown(wiki.person().parsed(wikitext(content)))
    assert shown.links == []
    assert set(shown.elements) <= {"div", "p", "h2", "span", "ul", "li"}
    assert as_read(shown.words) == as_read(plain(content).replace("• ", ""))


@given(st.lists(WORDS, min_size=1, max_size=20))
@MANY
def test_links_lead_where_they_should_and_end_where_they_end(
    wiki: MediaWiki, texts: list[str]
) -> None:
    blocks = [
        Bullet((Link(f"https://example.org/{number}?{each}", f"x{each}"), " ", PageLink(title_of("Main", each, "(1)"), f"y{each}")))
        for number, each in enumerate(texts)
    ]  # fmt: skip
    shown = Shown(wiki.person().parsed(wikitext(Content("en", tuple(blocks)))))
    assert len(shown.links) == 2 * len(texts)
    for number, each in enumerate(texts):
        assert shown.links[2 * number].startswith(f"https://example.org/{number}?")
        assert as_read(shown.words)[number] == " ".join(read(f"x{each}")) + " " + " ".join(
            read(f"y{each}")
        )


@given(st.lists(st.one_of(WORDS, st.text(min_size=60, max_size=300)), min_size=1, max_size=40))
@MANY
def test_every_name_is_one_the_wiki_takes_as_it_is(wiki: MediaWiki, texts: list[str]) -> None:
    names = [
        title_of("CSPS Digital Academy/Mini discussions", each, "(session 12)") for each in texts
    ]
    answer = wiki.person().call("query", titles="|".join(dict.fromkeys(names)))["query"]
    assert {each["title"] for each in answer["pages"]} == set(names)
    assert [each for each in answer["pages"] if "invalid" in each] == []
    assert answer.get("normalized", []) == []
