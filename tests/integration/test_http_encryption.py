"""The HTTP client over HTTPS."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assets.sources.http import download
from tests import http_server as server_that
from tests.downloads import BODY, OLD, QUICK, failure
from tests.http_server import ScriptedServer

SERVED = server_that.serves(BODY)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, with its key, that nobody has signed."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    key = path.with_name("key.pem")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=tally"
    arguments = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(path)]
    subprocess.run([*command.split(), *arguments], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return path


@pytest.fixture
def tls_server(certificate: Path) -> Iterator[ScriptedServer]:
    """The server over HTTPS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with server_that.serving(context) as running:
        yield running


def test_certificate_that_nobody_signed_is_refused(tls_server: ScriptedServer, target: Path) -> None:
    message = failure(tls_server.on("/data.csv", SERVED), target)
    assert message.startswith(f"{tls_server.host} has no certificate to be trusted: self")
    assert "tried" not in message
    assert tls_server.asked() == []


def test_server_without_encryption_is_named(server: ScriptedServer, target: Path) -> None:
    message = failure(f"https://{server.host}/data.csv", target, replace(QUICK, attempts=1))
    assert message.startswith(f"{server.host} could not be reached securely: ")


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the certificate of the server over HTTPS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.mark.usefixtures("trusted")
def test_certificates_of_the_environment_are_trusted(tls_server: ScriptedServer, target: Path) -> None:
    assert download(tls_server.on("/data.csv", SERVED), target, known=None)
    assert target.read_bytes() == BODY


@pytest.mark.usefixtures("trusted")
def test_redirect_may_add_encryption_but_not_drop_it(server: ScriptedServer, tls_server: ScriptedServer, target: Path) -> None:
    plain, encrypted = server.on("/data.csv", SERVED), tls_server.on("/data.csv", SERVED)
    stored = download(server.on("/latest", server_that.redirects(encrypted)), target, known=None)
    assert stored
    assert stored.url == encrypted
    target.write_bytes(OLD)
    message = failure(tls_server.on("/latest", server_that.redirects(plain)), target)
    assert message == f"{tls_server.host} redirects from https to http ({server.host}), where anyone could change it"
    assert server.asked() == ["/latest"]


@pytest.mark.usefixtures("trusted")
def test_dripping_server_is_left_over_https_too(tls_server: ScriptedServer, target: Path) -> None:
    message = failure(tls_server.on("/data.csv", server_that.drips_headers()), target, replace(QUICK, total_timeout=0.5))
    assert message == f"{tls_server.host} took longer than 0.5 s in all"


def test_certificates_that_cannot_be_read_are_named(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(target.with_name("missing.pem")))
    assert failure("https://tally.invalid/", target).startswith(
        "The certificates in SSL_CERT_FILE or SSL_CERT_DIR cannot be used"
    )
