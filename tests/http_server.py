"""A real HTTP server on this machine that misbehaves as it is told, and remembers what it was asked.

A behaviour answers one request; it is told how many came to its path, this one included.
"""

import gzip
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    path: str
    headers: Message
    body: bytes = b""


class ScriptedServer(ThreadingHTTPServer):
    """The server; `requests` holds what it was asked, in order."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = f"127.0.0.1:{self.server_port}"
        self.origin = f"{'https' if tls else 'http'}://{self.host}"
        self.requests: list[Request] = []
        self.behaviours: dict[str, Behaviour] = {}
        self.is_closing = threading.Event()
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def on(self, path: str, behaviour: "Behaviour") -> str:
        """Say what happens when a path is asked for; return its address."""
        self.behaviours[path] = behaviour
        return self.origin + path

    def asked(self) -> list[str]:
        """Return the paths asked for, in order."""
        return [request.path for request in self.requests]

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up is what many tests are about.
        if not isinstance(sys.exc_info()[1], ConnectionError | ssl.SSLError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._behave(b"")

    def do_POST(self) -> None:
        self._behave(self.rfile.read(int(self.headers["Content-Length"])))

    def _behave(self, body: bytes) -> None:
        self.close_connection = True
        self.server.requests.append(Request(self.path, self.headers, body))
        # A behaviour for the path alone answers whatever its query asks.
        behaviours = self.server.behaviours
        behave = behaviours.get(self.path) or behaviours[urlsplit(self.path).path]
        behave(self, self.server.asked().count(self.path))

    def start(self, status: int, headers: Mapping[str, str | int]) -> None:
        """Send the status and the headers."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.send_header("Connection", "close")
        self.end_headers()

    def answer(self, status: int, body: bytes = b"", **headers: str | int) -> None:
        """Send a whole, proper answer; underscores in the names of headers become hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.start(status, {"Content-Length": len(body)} | named)
        self.wfile.write(body)

    def drip(self, data: bytes) -> None:
        """Send one byte at a time, until all is sent or the server closes."""
        for byte in data:
            if self.server.is_closing.wait(0.01):
                return
            self.wfile.write(bytes([byte]))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep the output of the tests clean."""


Behaviour = Callable[[_Handler, int], None]


def serves(body: bytes, **headers: str) -> Behaviour:
    """200 with these headers, or 304 when the request names the same `ETag` or, without one, the same `Last_Modified`."""

    def behave(handler: _Handler, _: int) -> None:
        asked = handler.headers
        if "If-None-Match" in asked:
            is_known = asked["If-None-Match"] == headers.get("ETag")
        else:
            is_known = asked["If-Modified-Since"] is not None and asked["If-Modified-Since"] == headers.get("Last_Modified")
        if is_known:
            handler.start(304, {})
        else:
            handler.answer(200, body, **headers)

    return behave


def answers(status: int, **headers: str) -> Behaviour:
    """The same status with a small body, always."""
    return lambda handler, _: handler.answer(status, b"<h1>Sorry</h1>", **headers)


def redirects(to: str, status: int = 302) -> Behaviour:
    return lambda handler, _: handler.answer(status, Location=to)


def fails_first(times: int, failure: Behaviour, then: Behaviour) -> Behaviour:
    """One behaviour so many times, then another."""
    return lambda handler, count: (failure if count <= times else then)(handler, count)


def truncates(body: bytes, announced: int) -> Behaviour:
    """Announce more bytes than are sent."""
    return lambda handler, _: handler.answer(200, body, Content_Length=announced)


def sends_without_length(body: bytes) -> Behaviour:
    """The end of the body is the end of the connection."""

    def behave(handler: _Handler, _: int) -> None:
        handler.start(200, {})
        handler.wfile.write(body)

    return behave


def sends_chunks(*chunks: bytes, is_whole: bool) -> Behaviour:
    """A chunked body, with the last, empty chunk or without."""

    def behave(handler: _Handler, _: int) -> None:
        handler.start(200, {"Transfer-Encoding": "chunked"})
        for chunk in (*chunks, b"") if is_whole else chunks:
            handler.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")

    return behave


def sends_forever(piece: bytes) -> Behaviour:
    """A body without announced length and without end."""

    def behave(handler: _Handler, _: int) -> None:
        handler.start(200, {})
        while not handler.server.is_closing.is_set():
            handler.wfile.write(piece)

    return behave


def zips(body: bytes, cut: int = 0, encoding: str = "gzip") -> Behaviour:
    """A body packed with gzip, without its last `cut` bytes; its length is that of the packed body."""
    packed = gzip.compress(body)
    return lambda handler, _: handler.answer(200, packed[: len(packed) - cut], Content_Encoding=encoding)


def zips_in_parts(*parts: bytes) -> Behaviour:
    """A body whose parts were packed one by one, as gzip allows."""
    return lambda handler, _: handler.answer(200, b"".join(map(gzip.compress, parts)), Content_Encoding="gzip")


def drips(body: bytes, *, announce: bool) -> Behaviour:
    def behave(handler: _Handler, _: int) -> None:
        handler.start(200, {"Content-Length": len(body)} if announce else {})
        handler.drip(body)

    return behave


def drips_headers() -> Behaviour:
    return lambda handler, _: handler.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Padding: 1\r\n" * 1000)


def hangs() -> Behaviour:
    """No answer at all, while the connection stays."""

    def behave(handler: _Handler, _: int) -> None:
        handler.server.is_closing.wait()

    return behave


def hangs_up() -> Behaviour:
    """The connection closed without an answer."""
    return lambda handler, _: None


def resets(body: bytes) -> Behaviour:
    """The connection reset in the middle of the body."""

    def behave(handler: _Handler, _: int) -> None:
        handler.start(200, {"Content-Length": len(body) * 2})
        handler.wfile.write(body)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Closed below the handler, which would say good-bye.
        socket.close(handler.connection.detach())

    return behave


def says(data: bytes) -> Behaviour:
    """Exactly these bytes, be they HTTP or not."""

    def behave(handler: _Handler, _: int) -> None:
        handler.wfile.write(data)

    return behave


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[ScriptedServer]:
    """Run a server in a thread of its own until the block ends."""
    with ScriptedServer(tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_closing.set()
            server.shutdown()
            thread.join()


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
