"""What goes with a post: an item of a newsletter, an e-mail that is not sent yet, a message."""

import json
from email import message_from_string, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft6Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.documents.posts import newsletter, workflow
from bot.documents.posts.layout import Item, blocks
from bot.model.outbox import File
from bot.promoting.rendering import rendered
from tests.beside import specification
from tests.promoting.house import RECORDS, context, post, titled

HOSTILE = (
    "<script>alert(1)</script>",
    "[click](http://evil.example) ![x](http://evil.example/x.png)",
    "**bold** _it_ `code` ~~gone~~ # no title",
    "=HYPERLINK(1) +1 -1 1. one",
    "<at>all</at> @all &lt;b&gt; \\* &amp;",
    "http://evil.example/?a=b&c=d <http://evil.example>",
    "{{7*7}} ((register)) | [[x]]",
)


def files(name: str, *changed: Any, **fields: Any) -> list[File]:
    """The files that go with a post."""
    return list(rendered(context(*RECORDS, *changed), post(name, **fields)).files)


class Page(HTMLParser):
    """The elements of a page, and its words by language."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Page:
    found = Page()
    found.feed(page)
    return found


def test_an_item_of_a_newsletter_comes_as_html_markdown_and_text() -> None:
    html, markdown, text = files("newsletter")
    assert [each.name for each in (html, markdown, text)] == [
        f"session-1-newsletter.{kind}" for kind in ("html", "md", "txt")
    ]
    page = read(html.text)
    assert [dict(fields)["lang"] for tag, fields in page.tags if tag == "div"] == ["en-CA", "fr-CA"]
    assert [fields["href"] for tag, fields in page.tags if tag == "a"] == [
        f"https://circuit.example.org/r/1?from=newsletter-{language}" for language in ("en", "fr")
    ]
    assert "table" not in {tag for tag, _ in page.tags}
    assert markdown.text.split("\n")[0] == "## Mini discussion: Digital credentials and privacy"
    assert "\n\n---\n\n" in markdown.text
    assert (
        "[S’inscrire à cette mini-discussion](<https://circuit.example.org/r/1?from=newsletter-fr>)"
        in markdown.text
    )
    assert text.text.count("https://circuit.example.org/r/1?from=newsletter-") == 2


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_typed_is_no_mark_up_in_a_page(typed: str) -> None:
    (html, *_) = files("newsletter", titled(typed, typed))
    page, plain = read(html.text), read(files("newsletter")[0].text)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert f"Mini discussion: {typed}" in page.words or typed in page.words


def shown(tokens: list[Token]) -> str:
    """The words of Markdown as a reader sees them."""
    inside = (each for token in tokens for each in (token.children or ()))
    return "".join("\n" if each.type.endswith("break") else each.content for each in inside)


def kinds(tokens: list[Token]) -> set[str]:
    """Everything that Markdown made of it."""
    return {each.type for token in tokens for each in (token, *(token.children or ()))}


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1)
MARKS = st.text(st.sampled_from(r"\`*_{}[]()<>#+-.!|~&@:/=\"'0a1 "), min_size=1).filter(str.strip)


@given(st.one_of(WORDS, MARKS, st.sampled_from(HOSTILE)).map(lambda text: " ".join(text.split())))
def test_what_people_typed_stays_as_it_is_in_markdown(typed: str) -> None:
    item = Item("en", "", typed)
    (block,) = blocks(typed)
    if block.kind != "paragraph":
        return
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(newsletter.markdown([item]))
    assert shown(tokens) == typed.strip()
    assert kinds(tokens) <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}


def mail(name: str, *changed: Any, **fields: Any) -> EmailMessage:
    """The e-mail that goes with a post, as a mail program reads it."""
    (file,) = files(name, *changed, **fields)
    assert file.media == "message/rfc822"
    found = message_from_string(file.text, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_the_directors_mail_opens_as_a_draft_with_all_its_words() -> None:
    draft = mail("director")
    assert {name: str(value) for name, value in draft.items() if name != "Content-Type"} == {
        "Subject": (
            "Join the conversation on February 25: Digital credentials and privacy | "
            "Prenez part à la conversation le 25 février\u00a0: Titres numériques et vie privée"
        ),
        "Content-Language": "en-CA, fr-CA",
        "X-Unsent": "1",
        "MIME-Version": "1.0",
    }
    text, html = draft.get_body(("plain",)), draft.get_body(("html",))
    assert text is not None
    assert html is not None
    words = str(text.get_content()).replace("\r\n", "\n")
    assert words.startswith("(Le français suit)\n\nHello everyone,\n")
    assert words.rstrip().endswith("\n\nDana Whitfield")
    assert words.count("\n---\n") == 1
    page = read(str(html.get_content()))
    assert [fields.get("lang") for tag, fields in page.tags if tag == "div"] == ["en-CA", "fr-CA"]


def test_a_draft_to_one_address_names_it_and_to_words_names_nobody() -> None:
    assert mail("director", target="dgo-bdg@example.org")["To"] == "dgo-bdg@example.org"
    assert mail("director", target="everyone @ the branch")["To"] is None


@pytest.mark.parametrize(
    "typed", [*HOSTILE, "x\r\nBcc: eve@evil.example", "=?utf-8?q?a=0d=0aBcc:b?="]
)
def test_a_title_makes_no_header(typed: str) -> None:
    draft = mail("director", titled(typed, typed))
    assert set(draft.keys()) == {
        "Subject", "Content-Language", "X-Unsent", "MIME-Version", "Content-Type",
    }  # fmt: skip


def test_the_same_post_is_the_same_file_each_time() -> None:
    assert files("director") == files("director")


def elements(node: Any) -> list[dict[str, Any]]:
    """Everything on a card that has a type."""
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = [node] if isinstance(node, dict) and "type" in node else []
    return own + [each for value in inside for each in elements(value)]


@pytest.mark.parametrize("typed", ["Titre", *HOSTILE])
def test_the_message_for_teams_is_a_card_of_the_published_kind(typed: str) -> None:
    (file,) = files("teams", titled(typed, typed))
    message = json.loads(file.text)
    (attachment,) = message["attachments"]
    card = attachment["content"]
    assert {each["type"] for each in elements(card)} == {
        "AdaptiveCard", "Container", "TextBlock", "Action.OpenUrl",
    }  # fmt: skip
    assert len(file.text.encode()) < 28_000
    schema = specification("adaptive-card-1.3.0.json")
    Draft6Validator(json.loads(schema.read_text("utf-8"))).validate(card)


def test_an_address_in_a_title_is_no_button() -> None:
    address = "Register: https://evil.example"
    item = Item("en", address, f"About “{address}”\n\nSee: https://circuit.example.org/s/1")
    (card,) = (each["content"] for each in workflow.message([item])["attachments"])
    assert card["actions"] == [
        {"type": "Action.OpenUrl", "title": "See", "url": "https://circuit.example.org/s/1"}
    ]


def test_capitals_above_words_are_a_heading_and_an_item_may_be_a_link() -> None:
    pack = files("communications")[0].text
    page = read(pack)
    headings = [page.words[n] for n, each in enumerate(page.words) if each.isupper()]
    assert headings[:4] == [
        "THE FACTS", "ABOUT THE MINI DISCUSSION", "FOR X, FIRST ANNOUNCEMENT", "FOR X, THE DAY BEFORE",
    ]  # fmt: skip
    assert pack.count("<h3 ") == 16
    item = Item("fr", "", "NOUVEAU\n• Voir\u00a0: https://circuit.example.org/s/1\n• À 13 h: non")
    assert newsletter.markdown([item]) == (
        "### NOUVEAU\n\n- [Voir](<https://circuit.example.org/s/1>)\n- À 13 h: non\n"
    )
