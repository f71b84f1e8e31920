"""A mail server on loopback that takes, refuses or keeps people waiting, and remembers."""

import contextlib
import socketserver
from email import message_from_bytes
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self

PATIENCE = 20


class Sink(socketserver.ThreadingTCPServer):
    """Use it in a `with` block. `answers` says what a command is answered instead of 250.

    An answer of 0 is none: the line stays silent until the block ends. `slow_at` takes that mail
    and does not say so until the sender is gone.
    """

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, **answers: int) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers = answers
        self.taken: list[str] = []
        self.connections = 0
        self.lock, self.over, self.changed = Lock(), Event(), Event()
        self._thread = Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()
        self._thread.join(PATIENCE)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed is no news."""


class _Conversation(socketserver.StreamRequestHandler):
    server: Sink
    disable_nagle_algorithm = True

    def handle(self) -> None:
        with self.server.lock:
            self.server.connections += 1
        with contextlib.suppress(ConnectionError):
            self._say(self.server.answers.get("connect", 220))
            while line := self.rfile.readline():
                self._answer(line[:4].decode("ascii", "replace").strip().lower())

    def _answer(self, command: str) -> None:
        if command == "quit":
            self._say(221)
        elif command == "data":
            self._say(354)
            lines = iter(self.rfile.readline, b".\r\n")
            name = str(message_from_bytes(b"".join(lines))["Message-ID"])
            self._take(name, self.server.answers.get("data", 250))
        else:
            self._say(self.server.answers.get(command, 250))

    def _take(self, name: str, answer: int) -> None:
        if answer in (0, 250):
            with self.server.lock:
                self.server.taken.append(name)
        self._say(answer)

    def _say(self, code: int) -> None:
        if code == 0:
            self.server.over.wait(PATIENCE)
        else:
            self.wfile.write(b"%d so be it\r\n" % code)
