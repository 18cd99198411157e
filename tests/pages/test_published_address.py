"""The one address that is published for a session: it leads to whichever form is used today."""

import asyncio
from pathlib import Path

import pytest

from .programme import FORM, SESSIONS, filed, path, played
from .registering import BEFORE

MICROSOFT = "https://forms.cloud.microsoft/r/AbCdEf1234"


@pytest.mark.parametrize(
    ("form", "query", "target"),
    [
        ("", "?lang=fr", f"{BEFORE}?lang=fr#register"),
        ("", "", f"{BEFORE}#register"),
        (FORM, "?lang=fr", f"{FORM}&lang=fr-ca"),
        (FORM, "?lang=en", f"{FORM}&lang=en-ca"),
        (FORM, "", FORM),
        (MICROSOFT, "?lang=fr", f"{MICROSOFT}?lang=fr-ca"),
        (f"{FORM}&lang=en-us&r1=%22A%22", "?lang=fr", f"{FORM}&lang=en-us&r1=%22A%22"),
        (f"{FORM}&r1=%22A%2C%20%C3%A9%22#top", "?lang=fr", f"{FORM}&r1=%22A%2C%20%C3%A9%22&lang=fr-ca#top"),
        ("https://forms.office.com.evil.example/r/x", "?lang=fr", "https://forms.office.com.evil.example/r/x"),
        ("https://forms.example.org/7", "?lang=fr", "https://forms.example.org/7"),
        ("https://forms.example.org/été 7", "", "https://forms.example.org/%C3%A9t%C3%A9%207"),
        ("http://forms.office.com/r/x", "?lang=en", f"{BEFORE}?lang=en#register"),
        ("javascript:alert(1)", "?lang=en", f"{BEFORE}?lang=en#register"),
        ("https://forms.office.com/r/x\r\nSet-Cookie: a=1", "?lang=en", f"{BEFORE}?lang=en#register"),
        ("https://[", "?lang=en", f"{BEFORE}?lang=en#register"),
        ("", "?from=wire-fr", f"{BEFORE}?lang=fr&from=wire-fr#register"),
        ("", "?from=x-2-fr&lang=en", f"{BEFORE}?lang=en&from=x-2-fr#register"),
        ("", "?from=%3Cscript%3E-fr", f"{BEFORE}#register"),
        (FORM, "?from=group-digital-en", f"{FORM}&lang=en-ca"),
        (f"{FORM}&r7=%22%28%28from%29%29%22", "?from=wire-fr", f"{FORM}&r7=%22wire-fr%22&lang=fr-ca"),
        (f"{FORM}&r7=((from))", "?from=wire-fr", f"{FORM}&r7=wire-fr&lang=fr-ca"),
        (f"{FORM}&r7=((from))", "?from=wire%26lang%3Dxx-fr", f"{FORM}&r7="),
        ("https://forms.example.org/7?by=((from))", "", "https://forms.example.org/7?by="),
    ],
)  # fmt: skip
def test_the_address_that_is_published_leads_to_the_form_of_today(
    tmp_path: Path, form: str, query: str, target: str
) -> None:
    async def scene() -> tuple[int, str, str]:
        async with played(tmp_path) as site:
            await filed(site, SESSIONS["before"].changed(form=form))
            where = f"/r/{SESSIONS['before'].id}{query}"
            async with site.http.get(where, allow_redirects=False) as response:
                headers = response.headers
                return response.status, headers["Location"], headers["Cache-Control"]

    assert asyncio.run(scene()) == (302, target, "no-store")


@pytest.mark.parametrize("name", ["over", "cancelled"])
def test_the_published_address_of_what_is_past_leads_to_its_page(tmp_path: Path, name: str) -> None:
    async def scene() -> str:
        async with played(tmp_path) as site:
            await filed(site, SESSIONS[name].changed(form=FORM))
            where = f"/r/{SESSIONS[name].id}?lang=en"
            async with site.http.get(where, allow_redirects=False) as response:
                return response.headers["Location"]

    assert asyncio.run(scene()) == f"{path(name)}?lang=en#register"
