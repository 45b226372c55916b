"""nginx with the configuration this project ships; only ports, names and folders are the test's."""

import os
import shutil
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.stories.house import ROOT, free_ports

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SHIPPED = ROOT / "deploy" / "nginx"
NAME = "localhost"
AROUND = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-start.log warn;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/haoren.conf;
}}
"""


class Front:
    """nginx in front of groups of web processes; `with` stops it."""

    def __init__(self, folder: Path, group_ports: list[int]) -> None:
        self.folder = folder
        self.groups = folder / "haoren-groups"
        self.certificate = folder / "fullchain.pem"
        plain_port, self.port = free_ports(2)
        self.url = f"https://{NAME}:{self.port}"
        folder.mkdir(exist_ok=True)
        self.groups.mkdir()
        for shipped, port in zip(
            sorted((SHIPPED / "haoren-groups").glob("*.conf")), group_ports, strict=True
        ):
            text = shipped.read_text(encoding="utf-8").replace(shipped.stem, str(port))
            (self.groups / f"{port}.conf").write_text(text, encoding="utf-8")
        make_certificate(self.certificate, folder / "privkey.pem")
        self._write(plain_port)

    def _write(self, plain_port: int) -> None:
        conf = (SHIPPED / "haoren.conf").read_text(encoding="utf-8")
        for shipped, ours in (
            ("listen 80", f"listen 127.0.0.1:{plain_port}"),
            ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("haoren.example.gov.cn", NAME),
            ("/etc/haoren/tls/", f"{self.folder}/"),
            ("/etc/nginx/haoren-groups/", f"{self.groups}/"),
            ("/var/log/haoren/", f"{self.folder}/nginx-"),
            ("/opt/haoren/", f"{ROOT}/"),
        ):
            assert shipped in conf, f"the shipped file no longer has {shipped!r}"
            conf = conf.replace(shipped, ours)
        (self.folder / "haoren.conf").write_text(conf, encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        around = AROUND.format(user=user, folder=self.folder)
        (self.folder / "nginx.conf").write_text(around, encoding="utf-8")

    @property
    def words(self) -> list[str]:
        """The command that starts it, or with `-s reload` speaks to it."""
        assert NGINX
        return [NGINX, "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]

    def __enter__(self) -> "Front":
        with (self.folder / "nginx-out.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.words, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        return self

    def __exit__(self, *_error: object) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(10)

    def logged(self) -> str:
        """Every line of its logs."""
        return "\n".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))


def make_certificate(certificate: Path, key_file: Path) -> None:
    """A certificate for the name, signed by itself, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    began = datetime.now(UTC) - timedelta(hours=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
