"""A mail server on loopback that can keep one sender waiting for its answer."""

import contextlib
import socketserver
from email import message_from_bytes
from threading import Event

from tests.races import PATIENCE


class MailServer(socketserver.ThreadingTCPServer):
    """Takes all mail; to the sender of number `slow_at` it gives no answer until `go_on`."""

    daemon_threads = True

    def __init__(self, slow_at: int) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[str] = []  # what each mail is called, in the order of arrival
        self.slow_at = slow_at
        self.has_taken, self.go_on = Event(), Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # a sender that was killed
            self._say(220)
            while line := self.rfile.readline():
                self._answer(line[:4].upper())

    def _answer(self, command: bytes) -> None:
        if command == b"DATA":
            self._say(354)
            self._take()
        self._say(221 if command == b"QUIT" else 250)

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.taken.append(str(message_from_bytes(b"".join(lines))["Message-ID"]))
        if len(self.server.taken) == self.server.slow_at:
            self.server.has_taken.set()
            self.server.go_on.wait(PATIENCE)

    def _say(self, code: int) -> None:
        self.wfile.write(b"%d fine\r\n" % code)
