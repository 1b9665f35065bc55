"""A proxy in front of PostgreSQL that loses commits: the request, or the reply to it."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from typing import Literal

Loss = Literal["request", "reply"]
_SOCKET = ".s.PGSQL.5432"
_COMMIT = b"COMMIT\x00"


class LossyProxy:
    """Passes everything on between clients and a server, both on Unix sockets, but for some commits.

    Attributes:
        folder: where clients find the proxy.
        lost: how many requests and replies were lost so far.
    """

    def __init__(self, folder: Path, server: Path, losing: Callable[[], Loss | None]) -> None:
        self.folder = folder
        self.lost: Counter[Loss] = Counter()
        self._server = server
        self._losing = losing
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _SOCKET))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, suppress(OSError):
            server.connect(str(self._server / _SOCKET))
            while self._pass_on(client, server):
                pass

    def _pass_on(self, client: socket.socket, server: socket.socket) -> bool:
        """Pass on what is there; False where the connection is over."""
        readable, _, _ = select([client, server], [], [])
        for source in readable:
            data = source.recv(65_536)
            loss = self._losing() if source is client and _COMMIT in data else None
            if loss is not None:
                self._lose(loss, data, server)
                return False
            if not data:
                return False
            (server if source is client else client).sendall(data)
        return True

    def _lose(self, loss: Loss, data: bytes, server: socket.socket) -> None:
        if loss == "reply":
            server.sendall(data)
            server.recv(65_536)  # it has been committed
        self.lost[loss] += 1


@contextmanager
def lossy_proxy(server: Path, losing: Callable[[], Loss | None]) -> Iterator[LossyProxy]:
    """Give a proxy in front of the server whose socket is in a folder; ``losing`` is asked at each commit."""
    # Not pytest's folder: a socket's path may have 107 letters at most.
    with tempfile.TemporaryDirectory(prefix="motcua-proxy-") as folder:
        proxy = LossyProxy(Path(folder), server, losing)
        try:
            yield proxy
        finally:
            proxy.close()
