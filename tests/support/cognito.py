"""Serve moto's Amazon Cognito as the host that the real one has, and print what a test needs of it.

Run by the Python of a generated project, with a folder: the certificate of the host goes there.
What is printed is JSON: a proxy that leads every HTTPS request here, the certificate, a user pool
with two clients, and tokens of two users, of whom one is in the group ``admin``.
"""

import json
import socket
import ssl
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import boto3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

REGION = "eu-central-1"
HOST = f"cognito-idp.{REGION}.amazonaws.com"
PASSWORD = "Long-enough-1"


def make_certificate(folder: Path) -> Path:
    """Write a key and a certificate of its own for the host into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "cognito.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def start(server: BaseWSGIServer | ThreadingTCPServer) -> int:
    """Serve beside the main thread and return the port."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_address[1])


class Tunnel(StreamRequestHandler):
    """Connects whoever asks for any host with the server of Cognito."""

    port = 0

    def handle(self) -> None:
        """Answer a CONNECT, then pass bytes on both ways until both ends are closed."""
        while self.rfile.readline().strip():
            pass  # the host that is asked for, and headers
        with socket.create_connection(("127.0.0.1", self.port)) as target:
            self.wfile.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=pump, args=(target, self.connection))
            back.start()
            pump(self.connection, target)
            back.join()


def pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on what comes, and its end."""
    with suppress(OSError):
        while part := source.recv(1 << 16):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


def make_pool(url: str) -> dict[str, Any]:
    """Make a pool, two clients and two users, who log in."""
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": REGION}
    cognito = boto3.client("cognito-idp", endpoint_url=url, **keys)
    pool = cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]
    clients = [
        cognito.create_user_pool_client(
            UserPoolId=pool, ClientName=name, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]["ClientId"]
        for name in ("web", "other")
    ]
    cognito.create_group(GroupName="admin", UserPoolId=pool)
    tokens = {}
    for user in ("ada", "bob"):
        cognito.admin_create_user(UserPoolId=pool, Username=user)
        cognito.admin_set_user_password(
            UserPoolId=pool, Username=user, Password=PASSWORD, Permanent=True
        )
        if user == "ada":
            cognito.admin_add_user_to_group(UserPoolId=pool, Username=user, GroupName="admin")
        for name, client in zip(("web", "other"), clients, strict=True):
            tokens[f"{user} {name}"] = cognito.initiate_auth(
                ClientId=client,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD},
            )["AuthenticationResult"]
    return {"pool": pool, "client": clients[0], "tokens": tokens}


def main() -> None:
    """Serve until the process is killed."""
    certificate = make_certificate(Path(sys.argv[1]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    application = DomainDispatcherApplication(create_backend_app)
    plain = start(make_server("127.0.0.1", 0, application, threaded=True))
    secure = make_server("127.0.0.1", 0, application, threaded=True, ssl_context=context)
    Tunnel.port = start(secure)
    proxy = start(ThreadingTCPServer(("127.0.0.1", 0), Tunnel))
    made = make_pool(f"http://127.0.0.1:{plain}")
    told = {"proxy": f"http://127.0.0.1:{proxy}", "certificate": str(certificate), **made}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
