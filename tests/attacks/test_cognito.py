"""Tokens of Amazon Cognito, as moto signs them, against the workers of the image's server."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from attacks.test_issuer import statuses
from attacks.test_tokens import assert_401, bearer
from support.generated import REPOSITORY
from support.server import SayingProcess, Server, add_probe
from support.serving import SECRET

MOTO = REPOSITORY / "tests/support/cognito.py"


class Cognito(SayingProcess):
    """A process that serves a user pool, with the tokens of its users."""

    def __init__(self, python: Path, folder: Path) -> None:
        """Start it and wait until its users have logged in."""
        super().__init__(python, "-B", MOTO, folder, errors=subprocess.DEVNULL)

    def token(self, user: str, client: str = "web", kind: str = "AccessToken") -> str:
        """What a user got who logged in to a client."""
        return str(self.says["tokens"][f"{user} {client}"][kind])

    @property
    def settings(self) -> dict[str, str]:
        """The settings of an API that trusts it, and how its host is reached from here."""
        return {
            "COGNITO_TOKENS": "True",
            "COGNITO_REGION": "eu-central-1",
            "COGNITO_USERPOOL_ID": self.says["pool"],
            "COGNITO_APP_CLIENT_ID": self.says["client"],
            "JWT_SECRET": SECRET,
            "HTTPS_PROXY": self.says["proxy"],
            "SSL_CERT_FILE": self.says["certificate"],
        }


@pytest.fixture
def cognito(project_python: Path, tmp_path: Path) -> Iterator[Cognito]:
    pool = Cognito(project_python, tmp_path)
    yield pool
    pool.stop()


@pytest.mark.slow
def test_access_tokens_of_the_pool_and_the_client_get_through_also_while_it_is_down(
    pristine: Path, project_python: Path, tmp_path: Path, cognito: Cognito
) -> None:
    project = add_probe(Path(shutil.copytree(pristine, tmp_path / "my-api")))
    servers = [Server.gunicorn(project, project_python, cognito.settings)]
    try:
        ada, bob = cognito.token("ada"), cognito.token("bob")
        assert statuses(servers[0], ada) == {200}
        assert statuses(servers[0], ada, "/probe/admin") == {200}
        assert statuses(servers[0], bob) == {200}
        assert statuses(servers[0], bob, "/probe/admin") == {403}
        head, body, signature = ada.split(".")
        wrong = [
            cognito.token("ada", kind="IdToken"), cognito.token("ada", "other"),
            cognito.token("ada", kind="RefreshToken"), f"{head}.{bob.split('.')[1]}.{signature}",
            f"{head}.{body}.", f"{head}.{body}",
        ]  # fmt: skip
        for token in wrong:
            assert_401(
                servers[0].get("/probe/token", bearer(token)), 'Bearer error="invalid_token"'
            )

        cognito.stop()
        assert statuses(servers[0], ada) == {200}  # its keys are known
        servers.append(Server.gunicorn(project, project_python, cognito.settings))
        assert statuses(servers[1], ada) == {503}
    finally:
        for server in servers:
            server.kill()
