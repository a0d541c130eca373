"""The proxy as `deploy/nginx` sets it up, in front of a real hub: TLS, static files, guarded media, limits, addresses."""

import datetime
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.env import BASE_DIR
from tests.factories.library import picture_upload
from tests.faults.people import Browser, Ledger
from tests.faults.servers import free_port, wait_until

pytestmark = pytest.mark.nginx

_TEMPLATE = BASE_DIR / "deploy" / "nginx" / "hedgerow.conf.template"
_MAIN = """
daemon off; pid {folder}/pid; error_log stderr crit; worker_processes 1; {user}
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/hedgerow.conf;
}}
"""


def _certificate(folder: Path) -> None:
    """One that this machine signed for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


@pytest.fixture(scope="module")
def proxy(hub, tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """Its address, and the folder of its log."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    _certificate(folder)
    values = {
        "HUB_HOST": "localhost", "CMS_HOST": "cms.localhost", "HUB_UPSTREAM": hub.address.removeprefix("http://"),
        "HTTP_LISTEN": f"127.0.0.1:{free_port()}", "HTTPS_LISTEN": f"127.0.0.1:{port}", "TLS_DIR": str(folder),
        "LOG_DIR": str(folder), "STATIC_ROOT": hub.environment["STATIC_ROOT"], "MEDIA_ROOT": f"{hub.environment['VAR_DIR']}/media",
    }  # fmt: skip
    filled = re.sub(r"\$\{(\w+)\}", lambda match: values[match.group(1)], _TEMPLATE.read_text())
    (folder / "hedgerow.conf").write_text(filled)
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user="user root;" if _is_root() else ""))
    command = [shutil.which("nginx") or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command)  # noqa: S603 -- our own command
    address = f"https://localhost:{port}"
    try:
        wait_until(lambda: _answers(address, folder), 10, "nginx answers")
        yield address, folder
    finally:
        process.terminate()
        process.wait(timeout=20)


def _is_root() -> bool:
    return Path("/proc/self").stat().st_uid == 0


def _answers(address: str, folder: Path) -> bool:
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(f"{address}/healthz", verify=str(folder / "fullchain.pem"), timeout=5).ok
    except requests.RequestException:
        return False


@pytest.fixture
def browser(proxy) -> Browser:
    """A browser that trusts the certificate."""
    address, folder = proxy
    browser = Browser(address, Ledger())
    browser.session.verify = str(folder / "fullchain.pem")
    # The hub under test is a demo, which knows plain HTTP only.
    browser.session.headers["Referer"] = address
    return browser


def test_pages_come_through_with_the_proxys_own_id(browser, proxy):
    answer = browser.get("/library/")
    forged = browser.session.get(
        f"{browser.address}/library/", headers={"X-Request-ID": "chosen-by-a-browser"}
    )

    assert answer.status_code == 200
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])
    assert forged.headers["X-Request-ID"] != "chosen-by-a-browser"
    line = (proxy[1] / "hedgerow.log").read_text()
    assert answer.headers["X-Request-ID"] in line
    assert "library" not in line


def test_plain_http_leads_to_tls_and_other_hosts_lead_nowhere(browser):
    assert browser.session.get(f"{browser.address}/metrics").status_code == 404
    elsewhere = browser.session.get(f"{browser.address}/library/", headers={"Host": "elsewhere.example"})

    assert elsewhere.status_code == 400


def test_static_files_are_the_proxys_packed_and_for_good(browser):
    page = browser.get("/library/").text
    style = re.search(r'href="(/static/core/hedgerow\.[0-9a-f]+\.css)"', page).group(1)

    answer = browser.session.get(browser.address + style, headers={"Accept-Encoding": "gzip"})

    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "X-Request-ID" not in answer.headers  # the hub was not asked


@pytest.mark.parametrize(
    ("path", "megabytes", "status"),
    [
        ("/library/write/1/", 5, 413),
        ("/library/write/1/extras/file/", 70, 413),
        # Refused by the hub for want of a token, not by the proxy for its size.
        ("/library/write/1/extras/file/", 20, 403),
    ],
)
def test_more_than_a_form_takes_is_refused(browser, path, megabytes, status):
    try:
        answer = browser.session.post(browser.address + path, data=b"x" * megabytes * 1024 * 1024, timeout=60)
    except requests.ConnectionError:  # refused while it was still being sent
        assert status == 413
        return

    assert answer.status_code == status


def _address_of_picture(hub, browser: Browser) -> str:
    """A picture of Hannah's draft; signed in at the hub itself, whose demo's cookies know no TLS."""
    direct = Browser(hub.address, Ledger())
    assert direct.sign_in("hannah@mar.example") == 302
    browser.session.headers["Cookie"] = "; ".join(f"{one.name}={one.value}" for one in direct.session.cookies)
    begun = direct.post("/library/write/", {"school": direct.own_school()})
    extras = begun.headers["Location"] + "extras/"
    files = {"picture": ("photo.png", picture_upload(size=(900, 700)).read(), "image/png")}
    assert direct.post(f"{extras}picture/", {"alt": "A field"}, of=extras, files=files).status_code == 302
    return re.search(r'src="(/library/pictures/[^"]+)"', direct.get(extras).text).group(1)


def test_a_picture_is_sent_by_the_proxy_to_whoever_may_see_it(hub, browser):
    address = _address_of_picture(hub, browser)

    whole = browser.get(address)
    part = browser.session.get(browser.address + address, headers={"Range": "bytes=0-9"})
    del browser.session.headers["Cookie"]
    stranger = browser.get(address)

    assert (whole.status_code, whole.headers["Content-Type"], whole.content[:4]) == (
        200,
        "image/png",
        b"\x89PNG",
    )
    assert (part.status_code, part.content) == (206, whole.content[:10])
    assert stranger.status_code == 404
    for name, value in {
        "Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "private, no-store",
    }.items():  # fmt: skip
        assert whole.headers[name] == value
    assert len(whole.headers["X-Request-ID"]) == 32
    assert "X-Accel-Redirect" not in whole.headers


def test_nobody_reaches_the_files_past_the_hub(hub, browser):
    folder = Path(hub.environment["VAR_DIR"]) / "media"
    inside = [path.relative_to(folder) for path in folder.rglob("*.png")]

    answers = [browser.get(f"/guarded-media/{path}").status_code for path in inside]
    escape = browser.session.get(f"{browser.address}/static../secrets.json")

    assert inside
    assert set(answers) == {404}
    assert escape.status_code == 404
