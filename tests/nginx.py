"""nginx with the sample of `manage.py deployment`, on loopback, and as wide as docs/operations.md makes it."""

import http.client
import os
import pwd
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path

from tests.support import ROOT, free_port

DOMAIN = "nextwork.example"
#: As Debian ships /etc/nginx/nginx.conf; what the documentation tells to change is changed in it.
FRAME = """user {user};
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{
    worker_connections 768;
}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/client_body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def certificate(folder: Path) -> tuple[Path, Path]:
    """One for a day, which signs itself: its file and that of its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DOMAIN)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(DOMAIN)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    crt, pem = folder / "site.crt", folder / "site.key"
    crt.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return crt, pem


def documented_widening() -> str:
    """The expression that docs/operations.md has sed do to /etc/nginx/nginx.conf."""
    told = (ROOT / "docs" / "operations.md").read_text()
    return re.search(r"sed -i '([^']*worker_connections[^']*)' /etc/nginx/nginx.conf", told)[1]


def open_files(unit: str) -> int:
    """How many files systemd would let a process of this unit hold open."""
    from config.management.commands.deployment import deployment_files

    said = re.search(r"^LimitNOFILE=(\d+)$", deployment_files(domain=DOMAIN)[unit], re.MULTILINE)
    return int(said[1]) if said else 1024


def within_limit(unit: str, command: list[str]) -> list[str]:
    return ["prlimit", f"--nofile={open_files(unit)}", *command]


def proxy_command(folder: Path, data: Path, *, tls: int, plain: int, web: list[int], http: int) -> list[str]:
    """Lay down the settings with these ports, and what to start. All visitors of a rehearsal come from one address."""
    from config.management.commands.deployment import deployment_files

    crt, key = certificate(folder)
    site = deployment_files(
        domain=DOMAIN,
        data=str(data),
        tls_listen=f"listen 127.0.0.1:{tls} ssl http2;",
        plain_listen=f"listen 127.0.0.1:{plain};",
        acme_folder=str(folder / "acme"),
        certificate=str(crt),
        certificate_key=str(key),
        log_folder=str(folder),
        http_port=str(http),
        sockets="\n".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in web),
        pages_fallback="\n".join(f"    server 127.0.0.1:{port} backup;" for port in web),
        rate="2000",
        burst="4000",
        connections="4000",
    )["nginx.conf"]
    (folder / "site.conf").write_text(site)
    whole = folder / "nginx.conf"
    whole.write_text(FRAME.format(user=pwd.getpwuid(os.geteuid()).pw_name, folder=folder))
    subprocess.run(["sed", "-i", documented_widening(), whole], check=True)
    return within_limit("nginx.override", ["nginx", "-c", str(whole)])


def tls_line(port: int, context: ssl.SSLContext, patience: float = 30) -> http.client.HTTPSConnection:
    """To the site by its name, though it stands on this machine: the certificate is the domain's."""
    line = http.client.HTTPSConnection(DOMAIN, port, timeout=patience, context=context)

    def here(_address: object, timeout: float, source: object = None) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout)

    line._create_connection = here  # type: ignore[attr-defined]
    return line


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    @classmethod
    def of(cls, line: http.client.HTTPConnection) -> "Answer":
        came = line.getresponse()
        answer = cls(came.status, came.headers, came.read())
        for cookie in came.headers.get_all("Set-Cookie", []):
            answer.cookies.load(cookie)
        return answer


@dataclass
class Proxy:
    folder: Path
    tls: int
    plain: int
    context: ssl.SSLContext

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        line = tls_line(self.tls, self.context)
        try:
            line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            return Answer.of(line)
        finally:
            line.close()


@contextmanager
def proxy(folder: Path, data: Path, *, web: list[int], http: int) -> Iterator[Proxy]:
    """nginx in front of these ports; `data` is the site's DATA_DIR."""
    tls, plain = free_port(), free_port()
    folder.chmod(0o711)
    command = proxy_command(folder, data, tls=tls, plain=plain, web=web, http=http)
    with (folder / "nginx.out").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
    try:
        while True:
            assert process.poll() is None, (folder / "nginx.out").read_text()
            with suppress(OSError), socket.create_connection(("127.0.0.1", tls), 5):
                break
        yield Proxy(folder, tls, plain, ssl.create_default_context(cafile=str(folder / "site.crt")))
    finally:
        process.terminate()
        process.wait(20)
