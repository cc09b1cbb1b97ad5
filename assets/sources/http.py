"""Downloading a file over HTTP, whole or not at all, from servers and networks that fail.

What a source's address is, what the file must look like and where it is stored belong elsewhere: here a page of HTML in
place of a ZIP is a successful download.
"""

import datetime as dt
import logging
import os
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import httpx2
import stamina

from assets.sources.deadline import Deadline

_log = logging.getLogger(__name__)
# How zlib is told that a stream has the header and the checksum of gzip.
_GZIP = 16 + zlib.MAX_WBITS
_PIECE_BYTES = 1024**2


class FetchFailed(Exception):
    """A file could not be downloaded; the message names the host and says what happened, and how often it was tried."""


@dataclass(frozen=True)
class Limits:
    """How long, how often and how much.

    The defaults let a machine without a network fail within a few seconds.

    Attributes:
        attempts: Requests in all, the first included; redirects do not count.
        wait_initial: Seconds before the second attempt; each further wait is twice as long.
        wait_max: Seconds that such a wait may last, jitter included.
        wait_jitter: Up to so many random seconds are added, lest all clients come back at once.
        retry_after_max: Seconds that a server may ask to wait (`Retry-After`); whoever asks for more is given up.
        connect_timeout: Seconds until a connection stands. Looking a name up cannot be cut short: the resolver decides.
        read_timeout: Seconds between two pieces of an answer.
        total_timeout: Seconds for the whole: all attempts, redirects and waits.
        max_redirects: Redirects followed in one attempt.
        max_bytes: Largest file, unpacked.
    """

    attempts: int = 3
    wait_initial: float = 0.5
    wait_max: float = 8.0
    wait_jitter: float = 0.5
    retry_after_max: float = 60.0
    connect_timeout: float = 5.0
    read_timeout: float = 20.0
    total_timeout: float = 180.0
    max_redirects: int = 5
    max_bytes: int = 64 * 1024**2


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Validators:
    """What a server said of the version that is already here, in its own words, to be asked whether there is a newer one."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Download:
    """A downloaded file.

    Attributes:
        path: Where it is.
        url: The address that served it, after redirects; it may hold a signature that expires.
        etag: For the next request, see `Validators`.
        last_modified: Likewise.
        bytes: Its size, unpacked.
    """

    path: Path
    url: str
    etag: str | None
    last_modified: str | None
    bytes: int


class _Failure(Exception):
    """One attempt failed: what `host` did, and whether to try again (a number: after that many seconds)."""

    def __init__(self, host: str, what: str, *, retry: bool | float) -> None:
        super().__init__(f"{host} {what}")
        self.retry = retry


def download(url: str, to: Path, *, known: Validators | None, limits: Limits = DEFAULT_LIMITS) -> Download | None:
    """Download a file, unless the server says that the known version is still the newest.

    Nothing is at `to` but what was there before, until the file is whole. Broken connections, 429 and 5xx are tried again,
    later and later, or when the server asks for it.

    Args:
        url: Its address, `https` or `http`; proxies and certificates as the environment says (`HTTPS_PROXY`,
            `SSL_CERT_FILE`).
        to: Where to put it; the directory is made.
        known: The version that is already here, if any.
        limits: See `Limits`.

    Returns:
        The download, or None when there is nothing new.

    Raises:
        FetchFailed: Anything else.
    """
    tried = 0
    try:
        with _client(limits) as client, Deadline(limits.total_timeout) as deadline:
            request = _request(client, url, known, deadline)
            for attempt in stamina.retry_context(
                on=_when_to_retry,
                attempts=limits.attempts,
                timeout=None,
                wait_initial=limits.wait_initial,
                wait_max=limits.wait_max,
                wait_jitter=limits.wait_jitter,
            ):
                with attempt:
                    tried = attempt.num
                    return _attempt(client, request, to, limits, deadline)
    except _Failure as failure:
        raise FetchFailed(f"{failure} (tried {tried} times)" if tried > 1 else str(failure)) from failure
    raise AssertionError("stamina ends with a result or the last failure")


def _client(limits: Limits) -> httpx2.Client:
    try:
        certificates = _certificates(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    except OSError as error:
        raise FetchFailed(f"The certificates in SSL_CERT_FILE or SSL_CERT_DIR cannot be used: {error}") from error
    try:
        return httpx2.Client(
            headers={"User-Agent": _user_agent(), "Accept-Encoding": "gzip"},
            timeout=httpx2.Timeout(limits.read_timeout, connect=limits.connect_timeout),
            verify=certificates,
        )
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        raise FetchFailed(f"The proxy that the environment names cannot be used: {error}") from error


@cache
def _certificates(_file: str | None, _directory: str | None) -> ssl.SSLContext:
    """Read the certificates to trust, once for each setting: it takes 40 ms, as long as many a page."""
    return httpx2.create_ssl_context()


def _user_agent() -> str:
    try:
        number = version("strike-tally")
    except PackageNotFoundError:
        number = "unreleased"
    return f"strike-tally/{number} (open statistics on drone strikes)"


def _request(client: httpx2.Client, url: str, known: Validators | None, deadline: Deadline) -> httpx2.Request:
    headers = {}
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    try:
        request = client.build_request("GET", url, headers=headers, extensions={"trace": deadline.trace})
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchFailed(f"“{url}” is not a web address: {error}") from error
    if request.url.scheme not in ("http", "https") or not request.url.host:
        raise FetchFailed(f"“{url}” is not a web address: it must begin with https:// or http://, then name a host")
    return request


def _when_to_retry(error: Exception) -> bool | float:
    """Answer stamina: whether to try again, or after how many seconds."""
    return error.retry if isinstance(error, _Failure) else False


def _log_retry(details: stamina.instrumentation.RetryDetails) -> None:
    _log.info("%s; trying again in %.1f s", details.caused_by, details.wait_for)


# In place of stamina's own: where structlog is installed, as with Dagster, that one prints to standard output.
stamina.instrumentation.set_on_retry_hooks([_log_retry])


def _attempt(client: httpx2.Client, request: httpx2.Request, to: Path, limits: Limits, deadline: Deadline) -> Download | None:
    host = _host(request)
    too_late = _Failure(host, f"took longer than {limits.total_timeout:g} s in all", retry=False)
    started = time.monotonic()
    try:
        with closing(_answer(client, request, limits)) as response:
            if response.status_code == 304:
                return None
            return _store(response, to, limits, too_late, deadline)
    except httpx2.RequestError as error:
        if deadline.has_passed:
            raise too_late from error
        raise _explained(error, limits, seconds=time.monotonic() - started) from error
    except ValueError as error:
        # What slips through httpx2: an impossible host name (UnicodeError), a Content-Length of thousands of digits.
        raise _Failure(host, f"cannot be asked, or gave no valid answer: {error}", retry=False) from error


def _answer(client: httpx2.Client, request: httpx2.Request, limits: Limits) -> httpx2.Response:
    """Return the answer at the end of the redirects, 200 or 304, its body not yet read."""
    for _ in range(limits.max_redirects + 1):
        response = client.send(request, stream=True, follow_redirects=False)
        if not response.has_redirect_location:
            break
        response.close()
        request = _redirected(response)
    else:
        raise _Failure(_host(request), f"redirects more than {limits.max_redirects} times", retry=False)
    status = response.status_code
    is_conditional = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
    if status == 200 or (status == 304 and is_conditional):
        return response
    response.close()
    raise _refused(response, limits)


def _redirected(response: httpx2.Response) -> httpx2.Request:
    following, host = response.next_request, _host(response.request)
    if following is None or following.url.scheme not in ("http", "https"):
        raise _Failure(host, "redirects to something that is not a web address", retry=False)
    if response.url.scheme == "https" and following.url.scheme == "http":
        raise _Failure(host, f"redirects from https to http ({_host(following)}), where anyone could change it", retry=False)
    return following


def _refused(response: httpx2.Response, limits: Limits) -> _Failure:
    """Return the failure that a status means; 429 and 5xx may pass, and the server may say when."""
    host, status = _host(response.request), response.status_code
    answered = f"answered {status} {httpx2.codes.get_reason_phrase(status)}".rstrip()
    if status != 429 and status < 500:
        return _Failure(host, answered, retry=False)
    wait = _retry_after(response.headers.get("Retry-After", ""))
    if wait > limits.retry_after_max:
        what = f"{answered} and asks to come back in {wait:,.0f} s, later than the {limits.retry_after_max:g} s allowed"
        return _Failure(host, what, retry=False)
    # No wait stated, or none wanted: the ordinary one.
    return _Failure(host, answered, retry=wait or True)


def _retry_after(value: str) -> float:
    """Return the seconds that a `Retry-After` header means (RFC 9110, 10.2.3: a number or a date), 0 without a valid one."""
    try:
        if re.fullmatch("[0-9]{1,9}", value):
            return float(value)
        # The only zone of an HTTP date is GMT.
        moment = parsedate_to_datetime(value).replace(tzinfo=dt.UTC)
        return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, OverflowError):
        return 0.0


def _store(response: httpx2.Response, to: Path, limits: Limits, too_late: _Failure, deadline: Deadline) -> Download:
    """Write the body beside `to` and move it there when it is whole.

    h11 below httpx2 sees to it that as many bytes come as Content-Length says, or all chunks; see `_explained`.
    """
    host = _host(response.request)
    announced = int(response.headers.get("Content-Length", 0))
    if announced > limits.max_bytes:
        raise _Failure(host, f"announces {announced:,} bytes, more than the {limits.max_bytes:,} allowed", retry=False)
    temporary = to.with_name(f".{to.name}.{os.getpid()}.tmp")
    size = 0
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            for piece in _unpacked(response):
                size += len(piece)
                if size > limits.max_bytes:
                    raise _Failure(host, f"sent more than the {limits.max_bytes:,} bytes allowed", retry=False)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if deadline.has_passed:
            # Without Content-Length the end that the deadline made looks like the server's.
            raise too_late
        temporary.replace(to)
    except OSError as error:
        raise _Failure(host, f"answered, but {to} cannot be written: {error.strerror}", retry=False) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    return Download(to, str(response.url), _validator(response, "ETag"), _validator(response, "Last-Modified"), size)


def _unpacked(response: httpx2.Response) -> Iterator[bytes]:
    """Yield the body without its Content-Encoding.

    By hand, since httpx2 takes a gzip stream that was cut off for a whole one, and drops all members but the first.
    """
    host, encoding = _host(response.request), response.headers.get("Content-Encoding", "identity").lower()
    if encoding == "identity":
        yield from response.iter_raw()
        return
    if encoding != "gzip":
        raise _Failure(host, f"packs its answer as “{encoding}”, which nobody asked for", retry=False)
    unpacker = zlib.decompressobj(_GZIP)
    try:
        for packed in response.iter_raw():
            rest = packed
            while rest:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(_GZIP)
                yield unpacker.decompress(rest, _PIECE_BYTES)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as error:
        raise _Failure(host, f"sent damaged data ({error})", retry=True) from error
    if not unpacker.eof:
        raise _Failure(host, "gave no whole answer: its gzip data ends too early", retry=True)


def _explained(error: httpx2.RequestError, limits: Limits, seconds: float) -> _Failure:
    """Put into words why an attempt that took so many seconds failed on the way."""
    host, retry = _host(error.request), True
    match error:
        case httpx2.ConnectTimeout():
            what = f"could not be reached within {limits.connect_timeout:g} s"
        case httpx2.TimeoutException():
            what = f"sent nothing for {limits.read_timeout:g} s"
        case httpx2.ConnectError():
            match _system_error(error):
                case socket.gaierror():
                    # A resolver that takes its time to know nothing would take it again.
                    what, retry = "could not be found: no such name, or no network", seconds < limits.connect_timeout
                case ssl.SSLCertVerificationError() as cause:
                    what, retry = f"has no certificate to be trusted: {cause.verify_message}", False
                case ssl.SSLError() as cause:
                    what = f"could not be reached securely: {cause.reason or cause.strerror}"
                case ConnectionRefusedError():
                    what = "refused the connection"
                case cause:
                    what = f"could not be reached: {cause.strerror if cause else error}"
        case httpx2.RemoteProtocolError() | httpx2.ReadError():
            what = f"gave no whole answer: {str(error).rstrip('.')}"
        case _:
            what = f"could not be asked: {error}"
    return _Failure(host, what, retry=retry)


def _system_error(error: BaseException) -> OSError | None:
    """Return the operating system's error behind one of httpx2, which keeps it only as the context of a context."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError):
            return cause
        cause = cause.__context__
    return None


def _host(request: httpx2.Request) -> str:
    """Return host and, unless usual, port; never a password or the signature of an address."""
    return request.url.netloc.decode("ascii")


def _validator(response: httpx2.Response, name: str) -> str | None:
    """Return a header for later use in a request, where httpx2 allows ASCII only."""
    value = response.headers.get(name)
    return value if value and value.isascii() else None
