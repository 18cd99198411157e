"""The flow that is imported into Power Automate is whole, and posts what we take."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot import __main__ as command_line
from bot.channels.pages import hooks
from bot.documents.flow_package import FORM, TOKEN, package

URL = "https://circuit.example.org"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OUTPUTS = {
    "triggerOutputs()?['body/resourceData/responseId']": 17,
    "outputs('Get_response_details')?['body/responder']": "kim@example.org",
    "outputs('Get_response_details')?['body/submitDate']": "1/12/2027 2:15:07 PM",
    "outputs('Get_response_details')?['body']": {"r1": "Kim", "responder": "kim@example.org"},
}
"""What the expressions of the flow stand for while it runs."""


def files() -> dict[str, Any]:
    archive = zipfile.ZipFile(io.BytesIO(package(URL)))
    return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def flow() -> str:
    """The id of the flow."""
    [found] = files()["Microsoft.Flow/flows/manifest.json"]["flowAssets"]["assetPaths"]
    return str(found)


def definition() -> Any:
    return files()[f"Microsoft.Flow/flows/{flow()}/definition.json"]["properties"]["definition"]


def run(text: Any) -> Any:
    """What a value of the flow is while it runs: an expression, or words with some in them."""
    if not isinstance(text, str):
        return text
    if text.startswith("@") and not text.startswith("@{"):
        return OUTPUTS[text[1:]]
    return re.sub(r"@\{([^}]*)\}", lambda found: str(OUTPUTS[found[1]]), text)


def test_the_package_holds_json_throughout_and_is_always_the_same() -> None:
    assert list(files()) == [
        "manifest.json",
        "Microsoft.Flow/flows/manifest.json",
        f"Microsoft.Flow/flows/{flow()}/definition.json",
        f"Microsoft.Flow/flows/{flow()}/apisMap.json",
        f"Microsoft.Flow/flows/{flow()}/connectionsMap.json",
    ]
    assert package(URL) == package(URL)
    assert package(URL) != package("https://other.example.org")


def test_each_resource_is_named_and_depends_on_what_is_there() -> None:
    resources = files()["manifest.json"]["resources"]
    assert all(GUID.fullmatch(name) for name in resources)
    assert [each["type"] for each in resources.values()] == [
        "Microsoft.Flow/flows",
        "Microsoft.PowerApps/apis",
        "Microsoft.PowerApps/apis/connections",
    ]
    assert {name for each in resources.values() for name in each["dependsOn"]} <= resources.keys()
    maps = [f"Microsoft.Flow/flows/{flow()}/{name}.json" for name in ("apisMap", "connectionsMap")]
    named = [each["shared_microsoftforms"] for each in map(files().get, maps) if each]
    assert named == [name for name in resources if name != flow()]


def test_it_says_in_both_languages_that_it_was_not_tested_in_a_tenant() -> None:
    described = files()["manifest.json"]["details"]["description"]
    assert "was not tested in a tenant" in described
    assert "n’a pas été essayée dans un locataire" in described


def test_one_step_follows_the_other() -> None:
    actions = definition()["actions"]
    assert [each["runAfter"] for each in actions.values()] == [
        {},
        {"Get_response_details": ["Succeeded"]},
    ]
    [trigger] = definition()["triggers"].values()
    assert trigger["splitOn"] == "@triggerOutputs()?['body/value']"


def test_what_it_posts_is_what_we_take() -> None:
    inputs = definition()["actions"]["Post_to_Circuit"]["inputs"]
    posted = {name: run(value) for name, value in inputs["body"].items()}
    assert inputs["uri"] == f"{URL}{hooks.PATH}"
    assert hooks._response(posted) == {
        "form_id": FORM,
        "response_id": "17",
        "answers": {
            "responder": "kim@example.org",
            "submitDate": "1/12/2027 2:15:07 PM",
            "r1": "Kim",
        },
    }


def test_the_token_is_put_in_by_hand_and_hidden_from_the_history_of_runs() -> None:
    post = definition()["actions"]["Post_to_Circuit"]
    assert post["inputs"]["headers"]["Authorization"] == f"Bearer {TOKEN}"
    assert post["runtimeConfiguration"] == {"secureData": {"properties": ["inputs"]}}


def test_the_command_writes_the_file_without_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CIRCUIT_PUBLIC_URL", URL)
    monkeypatch.setenv("CIRCUIT_HOOK_TOKEN", "a long and quiet river 42")
    file = tmp_path / "flow.zip"
    assert command_line.main(["power-automate-package", "--to", str(file)]) == 0
    assert file.read_bytes() == package(URL)
    assert capsys.readouterr().out.startswith(f"The flow is in {file}. It was not tested")


def test_an_address_that_flows_cannot_reach_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CIRCUIT_PUBLIC_URL", raising=False)
    assert command_line.main(["power-automate-package", "--to", str(tmp_path / "x")]) == 1
    assert "CIRCUIT_PUBLIC_URL" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CIRCUIT_PUBLIC_URL", URL)
    assert command_line.main(["power-automate-package", "--to", str(tmp_path)]) == 1
    assert "could not be written" in capsys.readouterr().err
