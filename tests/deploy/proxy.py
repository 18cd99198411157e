"""nginx with the configuration of ``deploy/``, on a free port before a bot of the tests."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession, TCPConnector

from tests.certificate import certified
from tests.commands.shell import free_port
from tests.deploy.wheel import ROOT

NAME = "circuit.example.org"
AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@asynccontextmanager
async def proxied(folder: Path, *bots: str) -> AsyncIterator[ClientSession]:
    """What people have who reach the bots through nginx; ``bots`` are where they listen."""
    port, tls = _configured(folder, [each.removeprefix("http://") for each in bots])
    nginx = await asyncio.create_subprocess_exec("nginx", "-c", folder / "nginx.conf")
    try:
        await _listens(port)
        address, host = f"https://127.0.0.1:{port}", {"Host": NAME}
        async with ClientSession(address, connector=TCPConnector(ssl=tls), headers=host) as http:
            yield http
    finally:
        nginx.terminate()
        await nginx.wait()


def _configured(folder: Path, bots: list[str]) -> tuple[int, ssl.SSLContext]:
    """The port that nginx will listen on, and whom to trust there."""
    folder.mkdir()
    certificate, plain, secure = certified(folder), free_port(), free_port()
    changes = {
        "server 127.0.0.1:3978;": "".join(f"server {each};" for each in bots),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "    listen [::]:80;\n": "",
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "    listen [::]:443 ssl http2;\n": "",
        "/etc/ssl/circuit/fullchain.pem": str(certificate),
        "/etc/ssl/circuit/privkey.pem": str(certificate),
        "/var/log/nginx/circuit.error.log": f"{folder}/site.log",
    }
    written = (ROOT / "deploy/nginx.conf").read_text()
    for theirs, ours in changes.items():
        assert theirs in written
        written = written.replace(theirs, ours)
    (folder / "site.conf").write_text(written)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    return secure, ssl.create_default_context(cafile=str(certificate))


async def _listens(port: int) -> None:
    """Return once somebody listens there."""
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
