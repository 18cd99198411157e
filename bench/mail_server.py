"""A mail server in a process of its own that takes everything: ``raw``, or aiosmtpd."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
LONGEST_LETTER = 1 << 22


class Sink:
    """What aiosmtpd asks."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802
        """It is taken."""
        return "250 OK"


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The least a server can do: the ceiling of every client."""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        writer.write(ANSWERS.get(line[:4].strip().upper(), b"250 OK\r\n"))
        if line.upper().startswith(b"DATA"):
            await reader.readuntil(b"\r\n.\r\n")
            writer.write(b"250 OK\r\n")
    writer.close()


async def main(kind: str) -> None:
    """Listen, and say where."""
    if kind == "raw":
        listening = await asyncio.start_server(answer, "127.0.0.1", 0, limit=LONGEST_LETTER)
    else:
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(lambda: SMTP(Sink(), loop=loop), "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
