"""A real MediaWiki on loopback: Debian's packages, SQLite, PHP's own server, set up as GCwiki is.

Settings that bear on us are those of gctools-outilsgc/gcpedia, site/config-gcwiki.php. Magic links
are on, though GCwiki leaves them off: what they read in words of people must not become a link.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.commands.shell import free_port

CODE = Path("/usr/share/mediawiki")
BOT, APP, SECRET = "CircuitBot", "circuit", "0123456789abcdefghijklmnopqrstuv"
USER = f"{BOT}@{APP}"
ADMIN, PERSON, PASSWORD = "Admin", "Kim", "Kimpass-12345-Kim"
GRANTS = "basic,editpage,createeditmovepage,highvolume"
LIKE_GCWIKI = """
$wgArticlePath = "/index.php/$1";
$wgNamespacesWithSubpages[NS_MAIN] = true;
$wgGroupPermissions['*']['edit'] = false;
$wgGroupPermissions['*']['createaccount'] = false;
$wgGroupPermissions['user']['delete'] = false;
$wgLocaltimezone = "America/Toronto";
$wgEnableEmail = false;
$wgPingback = false;
$wgJobRunRate = 0;
$wgEnableMagicLinks = [ 'ISBN' => true, 'PMID' => true, 'RFC' => true ];
$wgPasswordAttemptThrottle = [ [ 'count' => 100000, 'seconds' => 300 ] ];
wfLoadExtension( 'ParserFunctions' );
wfLoadExtension( 'Cite' );
if ( file_exists( __DIR__ . '/more.php' ) ) { require __DIR__ . '/more.php'; }
"""


@dataclass
class MediaWiki:
    """The wiki: where it is, and what people do there besides the bot."""

    url: str
    folder: Path
    people: "dict[str, Person]" = field(default_factory=dict)

    def person(self, name: str = PERSON) -> "Person":
        """Somebody who edits in the ordinary way."""
        if name not in self.people:
            self.people[name] = Person(self.url, name)
        return self.people[name]

    @contextmanager
    def with_settings(self, php: str) -> Iterator[None]:
        """Set up in another way for a while."""
        more = self.folder / "more.php"
        more.write_text(f"<?php {php}", "utf-8")
        try:
            yield
        finally:
            more.unlink()

    def run(self, script: str, *arguments: str, given: str = "") -> str:
        """What a maintenance script says."""
        return _run(self.folder, script, *arguments, given=given)


class Person:
    """A second client, of plain calls of the API: an opinion of its own on what the wiki has."""

    def __init__(self, url: str, name: str, password: str = PASSWORD) -> None:
        """Logs in as ``name``."""
        self._api, self._http = f"{url}/api.php", requests.Session()
        token = self.call("query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
        answer = self.call("login", lgname=name, lgpassword=password, lgtoken=token)
        assert answer["login"]["result"] == "Success", answer

    def call(self, action: str, **fields: str) -> Any:
        """The answer of the API."""
        given = {"action": action, "format": "json", "formatversion": "2", **fields}
        return self._http.post(self._api, data=given, timeout=30).json()

    def write(self, title: str, text: str, **fields: str) -> Any:
        """Write a page, as anybody may."""
        token = self.call("query", meta="tokens")["query"]["tokens"]["csrftoken"]
        return self.call("edit", title=title, text=text, token=token, **fields)

    def act(self, action: str, **fields: str) -> Any:
        """Do something that needs a token."""
        token = self.call("query", meta="tokens")["query"]["tokens"]["csrftoken"]
        return self.call(action, token=token, **fields)

    def revisions(self, title: str) -> list[dict[str, Any]]:
        """All versions of a page, newest first; none where there is no such page."""
        answer = self.call(
            "query", titles=title, prop="revisions", rvprop="ids|user|comment|content|flags",
            rvslots="main", rvlimit="50",
        )  # fmt: skip
        found: list[dict[str, Any]] = answer["query"]["pages"][0].get("revisions", [])
        return found

    def text(self, title: str) -> str:
        """What a page holds now; empty where there is none."""
        found = self.revisions(title)
        return str(found[0]["slots"]["main"]["content"]) if found else ""

    def parsed(self, text: str) -> str:
        """The text as the wiki's own parser shows it, signatures and the like filled in first."""
        answer = self.call(
            "parse", text=text, contentmodel="wikitext", prop="text", pst="1", disablelimitreport="1",
            disableeditsection="1", disabletoc="1", wrapoutputclass="", title="Sandbox",
        )  # fmt: skip
        return str(answer["parse"]["text"])


@contextmanager
def running(folder: Path) -> Iterator[MediaWiki]:
    """A new wiki, with the bot's account, its bot password, and somebody else."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    _installed(folder, url)
    environment = {**_environment(folder), "PHP_CLI_SERVER_WORKERS": "3"}
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            ["php", "-S", f"127.0.0.1:{port}", "-t", str(CODE)],
            env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            _awaited(url)
            yield MediaWiki(url, folder)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def _installed(folder: Path, url: str) -> None:
    arguments = {
        "confpath": str(folder), "dbtype": "sqlite", "dbpath": str(folder / "data"), "dbname": "wiki",
        "server": url, "scriptpath": "", "lang": "en", "pass": PASSWORD, "skins": "Vector",
    }  # fmt: skip
    options = [part for name, value in arguments.items() for part in (f"--{name}", value)]
    subprocess.run(
        ["php", str(CODE / "maintenance/install.php"), *options, "GCwiki", ADMIN],
        check=True,
        capture_output=True,
    )
    with (folder / "LocalSettings.php").open("a", encoding="utf-8") as file:
        file.write(LIKE_GCWIKI)
    for name in (BOT, PERSON):
        _run(folder, "createAndPromote.php", name, PASSWORD)
    _run(folder, "createBotPassword.php", "--appid", APP, "--grants", GRANTS, BOT, SECRET)


def _run(folder: Path, script: str, *arguments: str, given: str = "") -> str:
    done = subprocess.run(
        ["php", str(CODE / "maintenance" / script), *arguments],
        env=_environment(folder), check=True, capture_output=True, text=True, input=given,
    )  # fmt: skip
    return done.stdout


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "MW_CONFIG_FILE": str(folder / "LocalSettings.php")}


def _awaited(url: str) -> None:
    """Wait until the server answers; it is asked again a few times a second."""
    for _ in range(100):
        try:
            requests.get(f"{url}/api.php?action=query&format=json", timeout=10).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the wiki did not start")
