"""Asking an address that somebody typed reaches nothing of ours, and nobody can keep us waiting."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from core.outgoing import OutgoingRefused, OutgoingSession


class _Answers(BaseHTTPRequestHandler):
    """Each path misbehaves in its own way."""

    def do_GET(self):
        self.server.asked.append(self.path)
        getattr(self, self.path.strip("/").replace("/", "_"))()

    def well(self):
        self._begin(200, {"Content-Length": "2"})
        self.wfile.write(b"{}")

    def away(self):
        self._begin(
            302, {"Location": f"http://127.0.0.1:{self.server.server_port}/well", "Content-Length": "0"}
        )

    def long(self):
        self._begin(200, {})
        for _ in range(40):
            self.wfile.write(b"x" * 32 * 1024)

    def slow(self):
        self._begin(200, {})
        for _ in range(60):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.2)

    def slow_head(self):
        for _ in range(60):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.2)

    def _begin(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """We hang up on it: that is what is tested."""


@pytest.fixture
def server() -> Iterator[_Server]:
    """A server on this machine; `asked` says who came."""
    with _Server(("127.0.0.1", 0), _Answers) as running:
        running.asked = []
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def _ask(server, path, *, local_too=True, host="127.0.0.1"):
    with OutgoingSession(local_too=local_too) as session:
        return session.get(f"http://{host}:{server.server_port}{path}")


def test_answer_comes_back(server):
    assert _ask(server, "/well").json() == {}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_never_asked_unless_it_may(server, host):
    for scheme in ("http", "https"):
        with OutgoingSession() as session, pytest.raises(requests.RequestException):
            session.get(f"{scheme}://{host}:{server.server_port}/well")

    assert server.asked == []


_OURS = [
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "127.1.2.3", "224.0.0.1",  # noqa: S104
    "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]", "[64:ff9b::a00:1]",
    "2130706433", "0x7f000001", "0177.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", _OURS)
@pytest.mark.parametrize("local_too", [True, False])
def test_no_address_of_a_private_network_is_asked(monkeypatch, host, local_too):
    connected = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: connected.append(address))
    is_loopback = host in (
        "[::1]",
        "127.1.2.3",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "[::ffff:127.0.0.1]",
    )
    if local_too and is_loopback:
        return

    with OutgoingSession(local_too=local_too) as session, pytest.raises(requests.RequestException):
        session.get(f"https://{host}/")
    assert connected == []


def test_name_that_points_into_our_network_is_not_asked(monkeypatch):
    connected = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: connected.append(address))
    private = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: private)

    with OutgoingSession() as session, pytest.raises(requests.RequestException):
        session.get("https://id.calderwick.example/")
    assert connected == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(monkeypatch):
    """A name that is harmless when it is checked and ours a moment later (rebinding)."""
    answers = [("203.0.113.7", 443), ("10.0.0.1", 443), ("10.0.0.1", 443)]
    connected = []

    def resolved(host, *args, **kwargs):
        address = answers.pop(0) if host == "id.calderwick.example" else (host, 443)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address)]

    def connect(self, address):
        connected.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr("requests_hardened.ip_filter._is_ip_in_extra_blocked_ranges", lambda ip: False)
    monkeypatch.setattr("ipaddress.IPv4Address.is_private", property(lambda ip: str(ip).startswith("10.")))
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket.socket, "connect", connect)

    with OutgoingSession() as session, pytest.raises(requests.RequestException):
        session.get("https://id.calderwick.example/")
    assert connected == [("203.0.113.7", 443)]


@pytest.mark.parametrize("address", ["http://id.example/", "ftp://id.example/", "file:///etc/passwd"])
def test_only_https_is_asked(address):
    with OutgoingSession(local_too=True) as session, pytest.raises(requests.RequestException):
        session.get(address)


def test_redirects_are_not_followed(server):
    with pytest.raises(OutgoingRefused):
        _ask(server, "/away")

    assert server.asked == ["/away"]


def test_answer_of_more_than_a_megabyte_is_dropped(server):
    with pytest.raises(OutgoingRefused):
        _ask(server, "/long")


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/slow", "/slow/head"])
def test_answer_that_drips_is_hung_up_on(server, path):
    began = time.monotonic()

    with pytest.raises(requests.RequestException):
        _ask(server, path)

    assert time.monotonic() - began < 6


def test_proxy_of_the_machine_is_not_asked(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.server_port}")

    with OutgoingSession() as session, pytest.raises(requests.RequestException):
        session.get("http://id.example/well")
    assert server.asked == []
