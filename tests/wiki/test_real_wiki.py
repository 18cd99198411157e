"""Our part of a page on a real MediaWiki, as people go on editing it; a second client looks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest

from bot.documents.wikitext import END, Preferred
from bot.errors import Refusal, TryLater
from bot.model.wiki import Late
from bot.services.wiki.publishing import Order, look, publish
from bot.services.wiki.site import Found, MediaWiki

from . import mediawiki
from .mediawiki import SECRET, USER

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wiki")]
NUMBERS = count(1)
OURS = "a\nb\nc"


@pytest.fixture
def title() -> str:
    """A page of the test's own, as deep and as French as ours are."""
    return f"Académie du numérique EFPC/Mini-discussions/L’essai (séance {next(NUMBERS)})"


@pytest.fixture
def pages(wiki: mediawiki.MediaWiki) -> Iterator[MediaWiki]:
    """The bot's own client."""
    client = MediaWiki(wiki.url, USER, SECRET)
    yield client
    client.close()


def order(title: str, block: str = OURS, base: str = "") -> Order:
    return Order(title, block, base, "please write above or below", "Circuit: session 1")


def page(block: str) -> str:
    return f"<!-- circuit:begin please write above or below -->\n{block}\n{END}"


def refused(act: Callable[[], object]) -> tuple[str, dict[str, object]]:
    """Why it was refused, in the name of its words."""
    with pytest.raises(Refusal) as why:
        act()
    return why.value.key, why.value.facts


def later(act: Callable[[], object]) -> str:
    with pytest.raises(TryLater) as why:
        act()
    return str(why.value)


def test_a_page_is_made_once_however_often_it_is_asked_for(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    where = [publish(pages, order(title))["address"] for _ in range(3)]
    [only] = wiki.person().revisions(title)
    assert only["slots"]["main"]["content"] == page(OURS)
    assert (only["user"], only["comment"]) == ("CircuitBot", "Circuit: session 1")
    assert len({*where}) == 1
    assert (
        wiki.person().call("query", titles=title, prop="info", inprop="url")["query"]["pages"][0][
            "canonicalurl"
        ]
        == where[0]
    )


def test_what_people_write_around_our_part_stays(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    publish(pages, order(title))
    around = f"== Bonjour ==\n{page(OURS)}\n\n[[Category:Essai]]"
    wiki.person().write(title, around)
    publish(pages, order(title, "a\nb\nd", OURS))
    assert wiki.person().text(title) == around.replace(OURS, "a\nb\nd")


def test_what_people_change_in_our_part_is_merged_where_it_is_apart(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    publish(pages, order(title))
    wiki.person().write(title, page("a!\nb\nc"))
    publish(pages, order(title, "a\nb\nd", OURS))
    assert wiki.person().text(title) == page("a!\nb\nd")
    publish(pages, order(title, "a\nb\nd", OURS))
    assert len(wiki.person().revisions(title)) == 3


def test_what_people_change_in_our_part_is_shown_where_it_is_the_same(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    publish(pages, order(title))
    wiki.person().write(title, page("a\nb\ntheirs"))
    assert refused(lambda: publish(pages, order(title, "a\nb\nours", OURS))) == (
        "wiki.conflict",
        {"theirs": "a\nb\ntheirs"},
    )
    assert wiki.person().text(title) == page("a\nb\ntheirs")
    publish(pages, order(title, "a\nb\nours", "a\nb\ntheirs"))
    assert wiki.person().text(title) == page("a\nb\nours")


@pytest.mark.parametrize(
    ("whose", "left"), [("ours", "x\na\nours\nc"), ("theirs", "x\na\ntheirs\nc")]
)
def test_the_team_chooses_whose_lines_stay_and_the_rest_is_merged(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str, whose: Preferred, left: str
) -> None:
    publish(pages, order(title, "0\na\nb\nc"))
    wiki.person().write(title, page("x\na\ntheirs\nc"))
    wanted = replace(
        order(title, "0\na\nours\nc", "0\na\nb\nc"), preferred=whose, seen="x\na\ntheirs\nc"
    )
    for _ in range(2):
        publish(pages, wanted)
        assert wiki.person().text(title) == page(left)
    assert len(wiki.person().revisions(title)) == 3 - (whose == "theirs")


def test_a_choice_holds_for_what_was_shown_only(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    publish(pages, order(title))
    wiki.person().write(title, page("a\nb\nlater"))
    wanted = replace(order(title, "a\nb\nours", OURS), preferred="ours", seen="a\nb\nearlier")
    assert refused(lambda: publish(pages, wanted)) == ("wiki.conflict", {"theirs": "a\nb\nlater"})


class Meanwhile(MediaWiki):
    """The bot's client, with somebody who does something between its reading and its writing."""

    acts: tuple[Callable[[], object], ...] = ()

    def read(self, title: str) -> Found:
        found = super().read(title)
        if self.acts:
            first, *rest = self.acts
            self.acts = tuple(rest)
            first()
        return found


@pytest.fixture
def raced(wiki: mediawiki.MediaWiki) -> Iterator[Meanwhile]:
    client = Meanwhile(wiki.url, USER, SECRET)
    yield client
    client.close()


def test_somebody_edits_the_same_lines_between_reading_and_writing(
    wiki: mediawiki.MediaWiki, raced: Meanwhile, title: str
) -> None:
    publish(raced, order(title))
    raced.acts = (lambda: wiki.person().write(title, f"new\n{page('a!')}"),)
    key, facts = refused(lambda: publish(raced, order(title, "a?", OURS)))
    assert (key, facts) == ("wiki.conflict", {"theirs": "a!"})
    raced.acts = (lambda: wiki.person().write(title, f"newer\n{page('a!')}"),)
    publish(raced, order(title, "a?", "a!"))
    assert wiki.person().text(title) == f"newer\n{page('a?')}"


def test_somebody_makes_the_page_between_reading_and_writing(
    wiki: mediawiki.MediaWiki, raced: Meanwhile, title: str
) -> None:
    raced.acts = (lambda: wiki.person().write(title, "Mine."),)
    assert refused(lambda: publish(raced, order(title))) == ("wiki.unmarked", {})
    assert wiki.person().text(title) == "Mine."


def test_somebody_deletes_the_page_between_reading_and_writing(
    wiki: mediawiki.MediaWiki, raced: Meanwhile, title: str
) -> None:
    publish(raced, order(title))
    admin = wiki.person(mediawiki.ADMIN)
    raced.acts = (lambda: admin.act("delete", title=title),)
    assert refused(lambda: publish(raced, order(title, "a", OURS))) == ("wiki.gone", {})
    assert wiki.person().revisions(title) == []


def test_a_page_of_somebody_else_is_left_alone_until_they_give_us_a_place(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    wiki.person().write(title, "Ours for years.")
    assert refused(lambda: publish(pages, order(title))) == ("wiki.unmarked", {})
    wiki.person().write(title, f"Ours for years.\n<!-- circuit:begin -->\n{END}")
    publish(pages, order(title))
    assert wiki.person().text(title) == f"Ours for years.\n<!-- circuit:begin -->\n{OURS}\n{END}"


def test_our_markers_around_what_we_do_not_remember(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    wiki.person().write(title, page("pasted by hand"))
    assert refused(lambda: publish(pages, order(title))) == (
        "wiki.not_ours",
        {"theirs": "pasted by hand"},
    )


def test_a_protected_page(wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str) -> None:
    publish(pages, order(title))
    wiki.person(mediawiki.ADMIN).act("protect", title=title, protections="edit=sysop")
    assert refused(lambda: publish(pages, order(title, "a", OURS))) == ("wiki.protected", {})
    assert publish(pages, order(title, OURS, OURS))["address"]


def test_a_title_that_may_not_be_made(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    wiki.person(mediawiki.ADMIN).act("protect", title=title, protections="create=sysop")
    assert refused(lambda: publish(pages, order(title))) == ("wiki.protected", {})


def test_a_wiki_that_is_read_only(wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str) -> None:
    publish(pages, order(title))
    with wiki.with_settings("$wgReadOnly = 'Maintenance until noon';"):
        assert later(lambda: publish(pages, order(title, "a", OURS))) == Late.READ_ONLY
    publish(pages, order(title, "a", OURS))
    assert wiki.person().text(title) == page("a")


def test_a_limit_on_how_often_one_may_edit(
    wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str
) -> None:
    limit = (
        "$wgRateLimits['edit']['user'] = [ 0, 60 ];"
        "$wgGroupPermissions['user']['noratelimit'] = false;"
        "$wgMainCacheType = CACHE_DB;"
    )
    publish(pages, order(title))
    with wiki.with_settings(limit):
        assert later(lambda: publish(pages, order(title, "a", OURS))) == Late.SLOW_DOWN


def test_logged_out_on_the_way_it_logs_in_again(
    wiki: mediawiki.MediaWiki, raced: Meanwhile, title: str
) -> None:
    def forget() -> None:
        assert raced._site is not None
        raced._site.connection.cookies.clear()

    publish(raced, order(title))
    raced.acts = (forget,)
    publish(raced, order(title, "a", OURS))
    forget()
    publish(raced, order(title, "b", "a"))
    assert [each["user"] for each in wiki.person().revisions(title)] == ["CircuitBot"] * 3


def test_the_wiki_throws_everybody_out(
    wiki: mediawiki.MediaWiki, raced: Meanwhile, title: str
) -> None:
    publish(raced, order(title))
    with wiki.with_settings("$wgAuthenticationTokenVersion = '2';"):
        publish(raced, order(title, "a", OURS))
    publish(raced, order(title, "b", "a"))
    assert wiki.person().text(title) == page("b")


def test_a_password_that_is_not_known(wiki: mediawiki.MediaWiki, title: str) -> None:
    client = MediaWiki(wiki.url, USER, SECRET.replace("0", "1"))
    key, facts = refused(lambda: client.read(title))
    assert key == "wiki.not_let_in"
    assert str(facts["said"]).startswith("Incorrect username or password entered.")


def test_a_password_without_the_right_to_make_pages(wiki: mediawiki.MediaWiki, title: str) -> None:
    wiki.run(
        "createBotPassword.php", "--appid", "reader", "--grants", "basic", mediawiki.BOT, "r" * 32
    )
    client = MediaWiki(wiki.url, f"{mediawiki.BOT}@reader", "r" * 32)
    assert refused(lambda: publish(client, order(title))) == ("wiki.not_allowed", {})
    client.close()


def test_an_account_that_is_blocked(wiki: mediawiki.MediaWiki, title: str) -> None:
    wiki.run("createAndPromote.php", "Blocked", mediawiki.PASSWORD)
    wiki.run(
        "createBotPassword.php", "--appid", "bot", "--grants", mediawiki.GRANTS, "Blocked", "b" * 32
    )
    client = MediaWiki(wiki.url, "Blocked@bot", "b" * 32)
    client.read(title)
    wiki.person(mediawiki.ADMIN).act("block", user="Blocked", expiry="never", nocreate="1")
    assert refused(lambda: publish(client, order(title))) == ("wiki.blocked", {})
    client.close()


def test_nobody_but_the_account_is_written_as(pages: MediaWiki) -> None:
    assert pages.account() == "CircuitBot"


def test_how_a_page_stands(wiki: mediawiki.MediaWiki, pages: MediaWiki, title: str) -> None:
    states = [look(pages, title, OURS)]
    publish(pages, order(title))
    states.append(look(pages, title, OURS))
    wiki.person().write(title, f"{page(OURS)}\nmore")
    states.append(look(pages, title, OURS))
    wiki.person().write(title, page("x"))
    states.append(look(pages, title, OURS))
    wiki.person().write(title, "x")
    states.append(look(pages, title, OURS))
    assert states == [
        {"state": "gone"},
        {"state": "same", "by": "CircuitBot"},
        {"state": "same", "by": "Kim"},
        {"state": "changed", "by": "Kim"},
        {"state": "marks", "by": "Kim"},
    ]
