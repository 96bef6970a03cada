"""AWS: one boto3 session, whatever it authenticates with."""

from typing import Any

import boto3


class AWSClient:
    """A boto3 session made from a profile, from keys, or from the ECS task role.

    A profile wins over keys. With neither, boto3 looks for credentials by itself, and inside an
    ECS task finds those of the task's role. boto3 raises where it knows no such profile.
    """

    def __init__(
        self,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        aws_session_token: str | None = None,
        region_name: str | None = None,
        profile_name: str | None = None,
    ) -> None:
        """Raise ``ValueError`` for half a pair of keys, which boto3 would pass over."""
        region = region_name or None
        if profile_name:
            self.session = boto3.Session(profile_name=profile_name, region_name=region)
        elif aws_access_key_id and aws_secret_access_key:
            self.session = boto3.Session(
                aws_access_key_id=aws_access_key_id,
                aws_secret_access_key=aws_secret_access_key,
                aws_session_token=aws_session_token or None,
                region_name=region,
            )
        elif aws_access_key_id or aws_secret_access_key or aws_session_token:
            raise ValueError("AWS keys come in pairs: an access key id and a secret access key.")
        else:
            self.session = boto3.Session(region_name=region)

    def client(self, service: str, **options: Any) -> Any:
        """Return the low-level client of an AWS service, such as ``s3``."""
        return self.session.client(service, **options)  # type: ignore[call-overload]
