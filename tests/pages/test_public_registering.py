"""Registering on the page of a session: once, with the same words for all, and never by surprise."""

import asyncio
from pathlib import Path

import pytest

from bot.model.registration import Registration, Standing

from .programme import SESSIONS, path, played
from .registering import BEFORE, ONCE, TOM, WHOLE, form_of, kept, posted, registration, sent
from .site import Said, served
from .test_link_forms import HEBREW
from .tree import Element, fields, headings, read, section

ANSWER = [
    f"Thank you. A message is on its way to {TOM}.",
    (
        "It confirms your place at “biometrics” and says how to join. If you had registered before, "
        "nothing has changed: use the link in the first message to change something."
    ),
    "Add to calendar Back to the session",
]


def test_a_form_that_is_filled_in_makes_a_registration_and_one_letter(tmp_path: Path) -> None:
    async def scene() -> tuple[Said, Registration | None, list[tuple[str, str, str]]]:
        async with played(tmp_path) as site:
            form = await form_of(site, f"{BEFORE}?lang=en")
            said = await posted(site, f"{BEFORE}?lang=en", form | WHOLE)
            return said, registration(site), sent(site)

    said, found, left = asyncio.run(scene())
    page = read(said.text)
    assert (said.status, section(page, ANSWER[0]), left) == (200, ANSWER, ONCE)
    assert headings(page)[:2] == ["1 biometrics", f"2 {ANSWER[0]}"]
    (focused,) = page.having("autofocus")
    assert (focused.text, focused.attributes["tabindex"]) == (ANSWER[0], "-1")
    assert [each.attributes["action"] for each in page.all("form")] == [f"{BEFORE}/ask?lang=en"]
    assert found is not None
    assert (found.name, found.department, found.language, found.needs) == (
        "Tom Baker 🚀", "Santé Canada", "fr", "ASL\n<b>soon</b>",
    )  # fmt: skip
    assert (found.question, found.consent, found.came) == (f"{HEBREW}?", False, "page")


@pytest.mark.parametrize(
    ("query", "origin"),
    [("from=wire-fr", "wire-fr"), ("lang=en&from=x-2-fr", "x-2-fr"), ("from=1%27--", "")],
)
def test_a_registration_says_which_link_brought_it(tmp_path: Path, query: str, origin: str) -> None:
    async def scene() -> tuple[str, Registration | None]:
        async with played(tmp_path) as site:
            page = read((await site.get(f"{BEFORE}?{query}")).text)
            form = page.all("form")[0]
            where = form.attributes["action"]
            assert isinstance(where, str)
            amiss = fields(form) | {"button": "register", "in_address": "tom"}
            again = read((await posted(site, where, amiss)).text).all("form")[0]
            where = str(again.attributes["action"])
            await posted(site, where, fields(again) | {"button": "register", "in_address": TOM})
            return where.partition("?")[2], registration(site)

    kept_in_page, found = asyncio.run(scene())
    assert found is not None
    assert found.origin == origin
    assert kept_in_page.partition("from=")[2] == origin


def test_a_field_of_the_form_says_nothing_of_a_link(tmp_path: Path) -> None:
    async def scene() -> Registration | None:
        async with played(tmp_path) as site:
            form = await form_of(site, BEFORE) | {"in_address": TOM, "in_origin": "wire-fr"}
            await posted(site, BEFORE, form)
            return registration(site)

    found = asyncio.run(scene())
    assert found is not None
    assert found.origin == ""


def test_the_form_asks_for_one_thing_says_so_and_helps_to_fill_it_in(tmp_path: Path) -> None:
    async def scene() -> Element:
        async with played(tmp_path) as site:
            return read((await site.get(f"{BEFORE}?lang=fr")).text)

    form = asyncio.run(scene()).all("form")[0]
    assert [each.attributes["name"] for each in form.having("required")] == ["in_address"]
    address, name = form.one("input", id="in_address"), form.one("input", id="in_name")
    assert (address.attributes["type"], address.attributes["autocomplete"]) == ("email", "email")
    assert name.attributes["autocomplete"] == "name"
    assert fields(form)["in_language"] == "fr"
    named = {each.attributes["for"] for each in form.all("label")}
    assert named == {each for each in fields(form) if each != "token"}


def test_a_form_posted_over_and_over_has_one_effect_and_one_answer(tmp_path: Path) -> None:
    async def scene() -> tuple[int, tuple[int, int, int], list[tuple[str, str, str]]]:
        async with played(tmp_path) as site:
            form = await form_of(site, BEFORE) | {"in_address": TOM}
            said = await asyncio.gather(*(posted(site, BEFORE, form) for _ in range(5)))
        async with served(tmp_path) as site:
            said.append(await posted(site, BEFORE, form))
            return len(set(said)), kept(site), sent(site)

    assert asyncio.run(scene()) == (1, (1, 1, 0), ONCE)


def test_somebody_who_registers_again_hears_the_same_and_nothing_is_changed(tmp_path: Path) -> None:
    async def scene() -> tuple[int, bool, list[tuple[str, str, str]]]:
        async with played(tmp_path) as site:
            said = []
            for changes in ({"in_name": "Tom"}, {"in_name": "Eve"}, {"in_needs": "x"}):
                form = await form_of(site, BEFORE) | {"in_address": TOM, **changes}
                said.append(await posted(site, BEFORE, form))
            found = registration(site)
            return len(set(said)), found is not None and found.name == "Tom", sent(site)

    assert asyncio.run(scene()) == (1, True, ONCE)


def test_a_form_that_was_gone_back_to_and_changed_is_another_one(tmp_path: Path) -> None:
    async def scene() -> list[tuple[str, str, str]]:
        async with played(tmp_path) as site:
            form = await form_of(site, BEFORE)
            for address in ("tomm@example.org", TOM):
                await posted(site, BEFORE, form | {"in_address": address})
            return sent(site)

    assert asyncio.run(scene()) == [("mail", "tomm@example.org", "sent"), *ONCE]


def test_when_all_places_are_taken_one_waits_and_is_told_so(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], Standing | None]:
        async with played(tmp_path) as site:
            form = await form_of(site, f"{path('full')}?lang=fr") | {"in_address": TOM}
            said = await posted(site, f"{path('full')}?lang=fr", form)
            found = registration(site, "full")
            return section(read(said.text), ANSWERED), found.standing if found else None

    answer, standing = asyncio.run(scene())
    assert standing is Standing.WAITING
    assert answer[1] == (
        "La séance « La séance full » est complète : le message dit que vous êtes sur la liste "
        "d’attente. Si vous étiez déjà sur la liste, rien n’a changé : utilisez le lien du premier "
        "message pour modifier quelque chose."
    )


ANSWERED = f"Merci. Un message est envoyé à {TOM}."
NO_ADDRESSES = [
    "", " ", "tom", "tom@example", "@example.org", "tom@example.org.", "tom@@example.org",
    "tom@example.org, eve@example.org", "tom@example.org;eve@example.org", "Tom <tom@example.org>",
    "tom@example.org\r\nBcc: eve@example.org", "tom@example.org\nBcc:", "to\x0bm@example.org",
    "to\u2028m@example.org", "tоm@example.org", f"{'a' * 300}@example.org", "<script>@example.org",
]  # fmt: skip


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_said_beside_the_field_and_nothing_typed_is_lost(
    tmp_path: Path, address: str
) -> None:
    typed = {**WHOLE, "in_address": address}

    async def scene() -> tuple[Said, tuple[int, int, int], list[tuple[str, str, str]]]:
        async with played(tmp_path) as site:
            form = await form_of(site, BEFORE) | typed
            return await posted(site, f"{BEFORE}?lang=en", form), kept(site), sent(site)

    said, counts, left = asyncio.run(scene())
    page = read(said.text)
    assert (said.status, counts, left) == (422, (0, 1, 0), [])
    assert page.one("title").text == "Please check – biometrics"
    problem, field = page.one(role="alert"), page.one(id="in_address")
    assert problem.text.endswith("Give me one address, such as name@example.org.")
    assert [each.attributes["id"] for each in page.having("autofocus")] == ["in_address"]
    assert field.attributes["aria-describedby"] == problem.attributes["id"]
    assert field.attributes["aria-invalid"] == "true"
    again = fields(page.all("form")[0])
    assert {name: again[name] for name in typed} == typed


@pytest.mark.parametrize("name", ["over", "cancelled", "unrecorded"])
def test_once_it_is_too_late_the_page_says_how_things_stand(tmp_path: Path, name: str) -> None:
    async def scene() -> tuple[Said, str, tuple[int, int, int]]:
        async with played(tmp_path) as site:
            form = {"token": "1", "button": "register", "in_address": TOM}
            said = await posted(site, path(name), form)
            return said, (await site.get(path(name))).text, kept(site)

    said, page, counts = asyncio.run(scene())
    assert (said, counts) == (Said(409, page), (0, 0, 0))


def test_the_form_of_a_draft_cannot_be_pressed_from_anywhere(tmp_path: Path) -> None:
    async def scene() -> tuple[str, Registration | None]:
        async with played(tmp_path) as site:
            ref = f"registration-session-{SESSIONS['draft'].id}"
            said = await site.press("Tom", ref, "register", fields={"in_address": TOM})
            return said.text, registration(site, "draft")

    words, found = asyncio.run(scene())
    assert "This card can no longer be used." in words
    assert found is None


def test_where_the_team_uses_another_form_the_page_leads_there(tmp_path: Path) -> None:
    async def scene() -> Element:
        async with played(tmp_path) as site:
            return read((await site.get(f"{path('elsewhere')}?lang=en")).text)

    page = asyncio.run(scene())
    assert section(page, "Register") == [
        "Register", "Registration takes place on a form of its own.", "Open the registration form",
    ]  # fmt: skip
    (link,) = [each for each in page.all("a") if each.text == "Open the registration form"]
    assert link.attributes["href"] == f"/r/{SESSIONS['elsewhere'].id}?lang=en"
