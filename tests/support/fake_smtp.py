"""A mail server for tests: takes mail on a port of this host, and may refuse a few at first."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from email.message import EmailMessage
from threading import Thread

Mail = EmailMessage
NAMED_IN_REFUSAL = "mailbox of Lương Thị Bí Mật is full"
"""What a refusal says; real servers put names and addresses into theirs."""


class FakeSmtp(socketserver.ThreadingTCPServer):
    """Keeps what it was sent; ``refusals`` is how many messages it still turns away."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.received: list[Mail] = []
        self.refusals = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Dialogue(socketserver.StreamRequestHandler):
    server: FakeSmtp

    def handle(self) -> None:
        self._say("220 ready")
        for raw in self.rfile:
            verb = raw[:4].decode().upper().strip()
            if verb == "DATA":
                self._take()
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[str] = []
        while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
            lines.append(line)
        if self.server.refusals:
            self.server.refusals -= 1
            self._say(f"451 {NAMED_IN_REFUSAL}")
            return
        self.server.received.append(message_from_string("".join(lines), policy=policy.default))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def fake_smtp() -> Iterator[FakeSmtp]:
    """Give a mail server that listens, and close it at the end."""
    with FakeSmtp() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
