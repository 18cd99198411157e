"""What the doctor says of GC Notify and of the flow, in words that say what to do."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import settings
from bot.commands import mass_mail
from bot.errors import Misconfigured
from bot.settings import Settings

from .service import KEY, Service, served, template

FLOW = "https://prod-12.canadacentral.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke"


def found(
    change: Callable[[Settings], Settings] = lambda chosen: chosen, **fields: Any
) -> list[str]:
    """What is said of this service with these settings."""

    async def scene() -> list[str]:
        async with served(**fields) as service:
            chosen = replace(_plain(), notify_key=KEY, notify_url=service.url)
            return [str(each) for each in await mass_mail.notify(change(chosen))]

    return asyncio.run(scene())


def _plain() -> Settings:
    return settings.read({}, Path("none"))


CALLS = "ok       GC Notify does not call us; set CIRCUIT_HOOK_TOKEN to hear what came back"
WANTED = "the subject ((subject)), the message ((body)) and no other placeholder"


def test_what_is_off_is_said_with_the_setting_that_turns_it_on() -> None:
    said = [str(each) for each in asyncio.run(mass_mail.notify(_plain()))]
    assert said == ["ok       GC Notify is off; set CIRCUIT_NOTIFY_KEY to turn it on"]
    assert str(mass_mail.flow(_plain())) == (
        "ok       the flow for letters to many is off; set CIRCUIT_FLOW_URL to turn it on"
    )


def test_all_in_order() -> None:
    fine = ["ok       GC Notify", "ok       GC Notify's template “Circuit”", CALLS]
    assert found() == fine


def test_a_key_that_is_not_known() -> None:
    wrong = KEY.replace("2", "3")
    assert found(lambda chosen: replace(chosen, notify_key=wrong)) == [
        (
            "MISSING  GC Notify: GC Notify does not let us in: Invalid token: Enter your full API "
            "key; check CIRCUIT_NOTIFY_KEY"
        ),
        CALLS,
    ]


def test_nobody_there() -> None:
    away = "http://127.0.0.1:9"
    assert found(lambda chosen: replace(chosen, notify_url=away))[0] == (
        "MISSING  GC Notify: GC Notify cannot be reached: ClientConnectorError; "
        "check CIRCUIT_NOTIFY_URL"
    )


@pytest.mark.parametrize(
    ("templates", "words"),
    [
        ([], f"there is none; make an e-mail template of that name, with {WANTED}"),
        ([template(name="circuit")], f"there is none; make an e-mail template of that name, with {WANTED}"),
        ([template(body="((body)) ((name))")], f"it must have {WANTED}"),
        ([template(subject="Hello")], f"it must have {WANTED}"),
    ],
)  # fmt: skip
def test_a_template_that_is_missing_or_unfit(templates: list[Any], words: str) -> None:
    assert found(templates=templates)[1] == f"MISSING  GC Notify's template “Circuit”: {words}"


def test_the_doctor_makes_no_template() -> None:
    async def scene() -> Any:
        async with served(templates=[], may_make_templates=True) as service:
            chosen = replace(_plain(), notify_key=KEY, notify_url=service.url)
            await mass_mail.notify(chosen)
            return _asked(service)

    assert asyncio.run(scene()) == (["GET /v2/templates"], 0)


def _asked(service: Service) -> tuple[list[str], int]:
    return service.asked, len(service.templates)


def test_where_gc_notify_calls_us() -> None:
    def called(url: str) -> str:
        changes: dict[str, Any] = {"hook_token": "x" * 16, "public_url": url, "mode": "production"}
        return found(lambda chosen: replace(chosen, **changes))[2]

    assert called("https://circuit.example.org") == (
        "ok       GC Notify calls https://circuit.example.org/hooks/notify"
    )
    assert called("http://circuit.example.org") == (
        "MISSING  GC Notify calls http://circuit.example.org/hooks/notify: "
        "it needs https; set CIRCUIT_PUBLIC_URL"
    )


def test_the_address_of_the_flow_is_not_shown() -> None:
    chosen = replace(_plain(), flow_url=f"{FLOW}?sig=secret")
    assert str(mass_mail.flow(chosen)) == (
        "ok       the flow for letters to many is set; it is first called when one leaves"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOTIFY_KEY", "gcntfy-circuit"),
        ("NOTIFY_KEY", KEY[:-1]),
        ("NOTIFY_KEY", KEY.removeprefix("gcntfy-")),
        ("NOTIFY_URL", "http://api.notification.canada.ca"),
        ("FLOW_URL", FLOW),
        ("FLOW_URL", f"{FLOW}?sig="),
        ("FLOW_URL", f"{FLOW.replace('https', 'http')}?sig=x"),
        ("FLOW_URL", "https://logic.azure.com.evil.example/x?sig=x"),
        ("FLOW_URL", "https://evil.example/x.logic.azure.com?sig=x"),
        ("FLOW_URL", "https://evillogic.azure.com/x?sig=x"),
        ("FLOW_URL", f"{FLOW}?sig=x#y"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_without_being_shown(
    name: str, value: str
) -> None:
    given = {"CIRCUIT_NOTIFY_KEY": KEY, f"CIRCUIT_{name}": value}
    with pytest.raises(Misconfigured) as refused:
        settings.read(given, Path("none"))
    [words] = str(refused.value).splitlines()
    assert words.startswith(f"CIRCUIT_{name} must be ")
    assert value not in words


@pytest.mark.parametrize(
    "url",
    [
        f"{FLOW}?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=abc",
        "https://default123.12.environment.api.powerplatform.com:443/powerautomate/x?sig=abc",
        "http://127.0.0.1:8080/anything",
    ],
)
def test_addresses_of_flows(url: str) -> None:
    assert settings.read({"CIRCUIT_FLOW_URL": url}, Path("none")).flow_url == url


def test_an_address_without_a_key_is_pointed_out() -> None:
    with pytest.raises(Misconfigured) as refused:
        settings.read({"CIRCUIT_NOTIFY_URL": "https://api.example.org"}, Path("none"))
    assert str(refused.value) == (
        "CIRCUIT_NOTIFY_URL is set, but CIRCUIT_NOTIFY_KEY is not: set both or neither."
    )


def test_secrets_do_not_show_in_the_printed_settings() -> None:
    given = {"CIRCUIT_NOTIFY_KEY": KEY, "CIRCUIT_FLOW_URL": f"{FLOW}?sig=abc"}
    printed = repr(settings.read(given, Path("none")))
    assert KEY not in printed
    assert "sig=" not in printed
