"""An end to connections that outlast their time, which the HTTP client itself does not set."""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self


class Deadline:
    """Ends the connections of a download when its time is up.

    A read time-out does not stop a server that drips: each byte starts it anew. httpx2 has no limit for the whole, and
    hands out nothing while headers arrive; so a timer shuts the sockets down, and the reader notices.
    """

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, details: Mapping[str, Any]) -> None:
        """Note a socket as soon as it is open; httpx2 calls this as the request's extension `trace`."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.append(details["return_value"].get_extra_info("socket"))
            # An attempt that began, or a name that was found, too late.
            if self.has_passed:
                self._shut_down()

    def _pass(self) -> None:
        self.has_passed = True
        self._shut_down()

    def _shut_down(self) -> None:
        for opened in list(self._sockets):
            with suppress(OSError):
                # Of the plain socket: that of TLS would drop its encryption under the thread that reads.
                socket.socket.shutdown(opened, socket.SHUT_RDWR)
