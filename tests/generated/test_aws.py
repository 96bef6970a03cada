"""AWSClient against a fake AWS that checks signatures, and a fake ECS that hands out a role."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import pytest

from support.postgres import free_port
from support.server import plain_environment, run_in_api

# What an account needs before anything is checked: a user with a key, and a role.
SET_UP = """
import boto3, json, sys
options = dict(aws_access_key_id="root", aws_secret_access_key="root", region_name="us-east-1")
iam = boto3.client("iam", endpoint_url=sys.argv[1], **options)
sts = boto3.client("sts", endpoint_url=sys.argv[1], **options)
allow = lambda who: json.dumps({"Version": "2012-10-17", "Statement": [who]})
everything = allow({"Effect": "Allow", "Action": "*", "Resource": "*"})
trust = allow({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})
iam.create_user(UserName="tester")
iam.put_user_policy(UserName="tester", PolicyName="all", PolicyDocument=everything)
key = iam.create_access_key(UserName="tester")["AccessKey"]
role = iam.create_role(RoleName="task", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
iam.put_role_policy(RoleName="task", PolicyName="all", PolicyDocument=everything)
session = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
print(json.dumps([key, session], default=str))
"""
SET_UP_CALLS = "6"
TRY = """
import json
from apis.aws.AWSClient import AWSClient
from botocore.exceptions import ClientError
client = AWSClient(**{arguments!r})
s3 = client.client("s3", endpoint_url={url!r})
try:
    place = dict(LocationConstraint={region!r})
    s3.create_bucket(Bucket={bucket!r}, CreateBucketConfiguration=place)
    s3.put_object(Bucket={bucket!r}, Key="a", Body=b"body")
    answer = s3.get_object(Bucket={bucket!r}, Key="a")["Body"].read().decode()
except ClientError as error:
    answer = error.response["Error"]["Code"]
who = ""
if answer == "body":
    who = client.client("sts", endpoint_url={url!r}).get_caller_identity()["Arn"]
print(json.dumps([answer, s3.meta.region_name, who]))
"""


class FakeAws(NamedTuple):
    """A fake AWS: where it is, a user's key and the keys of a role's session."""

    url: str
    key: dict[str, str]
    session: dict[str, str]

    @property
    def key_arguments(self) -> dict[str, str]:
        """The user's key as AWSClient takes it."""
        return {
            "aws_access_key_id": self.key["AccessKeyId"],
            "aws_secret_access_key": self.key["SecretAccessKey"],
        }

    @property
    def session_arguments(self) -> dict[str, str]:
        """The session's keys as AWSClient takes them."""
        return {
            "aws_access_key_id": self.session["AccessKeyId"],
            "aws_secret_access_key": self.session["SecretAccessKey"],
            "aws_session_token": self.session["SessionToken"],
        }


@pytest.fixture(scope="module")
def aws(project_python: Path) -> Iterator[FakeAws]:
    """A moto server that refuses what is not signed with a key that it gave out."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [project_python.parent / "moto_server", "-H", "127.0.0.1", "-p", str(port)],
        env=plain_environment({"INITIAL_NO_AUTH_ACTION_COUNT": SET_UP_CALLS}),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(f"{url}/moto-api/")
        output = subprocess.check_output(
            [project_python, "-c", SET_UP, url], env=plain_environment(), text=True
        )
        yield FakeAws(url, *json.loads(output))
    finally:
        server.kill()
        server.wait()


def wait_for(url: str) -> None:
    """Return once it answers."""
    for _ in range(300):
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture
def task_role(aws: FakeAws) -> Iterator[str]:
    """The endpoint from which a container in ECS gets the credentials of its task's role."""

    class Endpoint(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(
                {
                    "AccessKeyId": aws.session["AccessKeyId"],
                    "SecretAccessKey": aws.session["SecretAccessKey"],
                    "Token": aws.session["SessionToken"],
                    "Expiration": "2099-01-01T00:00:00Z",
                }
            ).encode()
            self.send_response(200 if self.path == "/role" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/role"
        server.shutdown()
        thread.join()


class Caller:
    """Calls the fake AWS through the AWSClient of a generated project."""

    def __init__(self, project: Path, python: Path, aws: FakeAws) -> None:
        """Take an empty home, so that no settings of ours count."""
        self._project, self._python, self._aws = project, python, aws
        self.home = project / "home"
        (self.home / ".aws").mkdir(parents=True)

    def call(
        self, arguments: dict[str, str], region: str, env: dict[str, str] | None = None
    ) -> list[str]:
        """Return what a bucket's object says or the error's code, the region, and who called."""
        bucket = f"bucket-{time.monotonic_ns()}"
        code = TRY.format(arguments=arguments, url=self._aws.url, bucket=bucket, region=region)
        bare = {"HOME": str(self.home), "AWS_EC2_METADATA_DISABLED": "true"}
        done = run_in_api(self._project, self._python, code, {**bare, **(env or {})})
        assert done.returncode == 0, done.stderr
        result: list[str] = json.loads(done.stdout)
        return result


@pytest.fixture
def caller(project: Path, project_python: Path, aws: FakeAws) -> Caller:
    """The AWSClient of a project."""
    return Caller(project, project_python, aws)


@pytest.mark.slow
def test_keys(caller: Caller, aws: FakeAws) -> None:
    arguments = {**aws.key_arguments, "region_name": "eu-west-1"}
    answer, region, who = caller.call(arguments, "eu-west-1")
    assert (answer, region) == ("body", "eu-west-1")
    assert who.endswith("user/tester")


@pytest.mark.slow
def test_a_wrong_key_is_noticed(caller: Caller, aws: FakeAws) -> None:
    wrong = {**aws.key_arguments, "aws_secret_access_key": "x" * 40, "region_name": "eu-west-1"}
    assert caller.call(wrong, "eu-west-1")[0] == "SignatureDoesNotMatch"


@pytest.mark.slow
def test_keys_with_a_session_token(caller: Caller, aws: FakeAws) -> None:
    arguments = {**aws.session_arguments, "region_name": "eu-west-2"}
    answer, region, who = caller.call(arguments, "eu-west-2")
    assert (answer, region) == ("body", "eu-west-2")
    assert "assumed-role/task" in who
    arguments["aws_session_token"] = "x"
    assert caller.call(arguments, "eu-west-2")[0] != "body"


@pytest.mark.slow
def test_a_profile_brings_its_keys_and_region(caller: Caller, aws: FakeAws) -> None:
    settings = (
        f"[profile work]\nregion = eu-central-1\naws_access_key_id = {aws.key['AccessKeyId']}\n"
    )
    secret = f"aws_secret_access_key = {aws.key['SecretAccessKey']}\n"
    (caller.home / ".aws/config").write_text(settings + secret)
    answer, region, who = caller.call({"profile_name": "work"}, "eu-central-1")
    assert (answer, region) == ("body", "eu-central-1")
    assert who.endswith("user/tester")
    explicit = {"profile_name": "work", "region_name": "eu-north-1"}
    assert caller.call(explicit, "eu-north-1")[:2] == ["body", "eu-north-1"]


@pytest.mark.slow
def test_the_role_of_an_ecs_task(caller: Caller, task_role: str) -> None:
    env = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": task_role}
    answer, region, who = caller.call({"region_name": "us-west-2"}, "us-west-2", env)
    assert (answer, region) == ("body", "us-west-2")
    assert "assumed-role/task" in who
    env["AWS_DEFAULT_REGION"] = "us-east-2"
    assert caller.call({}, "us-east-2", env)[:2] == ["body", "us-east-2"]


@pytest.mark.parametrize(
    "arguments", ["aws_access_key_id='x'", "aws_secret_access_key='x'", "aws_session_token='x'"]
)
def test_half_a_pair_of_keys_is_refused(
    project: Path, project_python: Path, arguments: str
) -> None:
    code = f"from apis.aws.AWSClient import AWSClient; AWSClient({arguments}, region_name='x')"
    done = run_in_api(project, project_python, code)
    assert done.stderr.splitlines()[-1].startswith("ValueError: AWS keys come in pairs")


def test_an_unknown_profile_is_refused(project: Path, project_python: Path) -> None:
    code = "from apis.aws.AWSClient import AWSClient; AWSClient(profile_name='no-such')"
    done = run_in_api(project, project_python, code, {"HOME": str(project)})
    assert "ProfileNotFound" in done.stderr
