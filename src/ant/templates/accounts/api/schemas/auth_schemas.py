"""What clients send to ``/auth``, and what they get."""

from pathlib import Path

from marshmallow import Schema, ValidationError, validate

from helper.schema_fields import Boolean, Email, Integer, Password, String
from startup.Environment import API_ROOT

COMMON_PASSWORDS = frozenset(
    Path(API_ROOT, "helper/accounts/common_passwords.txt").read_text().split()
)
LONGEST = validate.Length(max=1024)


def is_uncommon(password: str) -> None:
    """Raise ``ValidationError`` for a password that is tried first."""
    if password.lower() in COMMON_PASSWORDS:
        raise ValidationError("Is one of the most common passwords.")


NEW_PASSWORD = [validate.Length(min=8, max=128), is_uncommon]


class AddressSchema(Schema):
    """Which account a request is about."""

    email = Email(required=True, validate=validate.Length(max=254))


class CredentialsSchema(AddressSchema):
    """A new account."""

    password = Password(required=True, validate=NEW_PASSWORD)


class LoginSchema(AddressSchema):
    """An address and its password."""

    password = Password(required=True, validate=LONGEST)


class MailTokenSchema(Schema):
    """The token of a mail."""

    token = String(required=True, validate=LONGEST)


class NewPasswordSchema(MailTokenSchema):
    """The token of a mail, and the password that the account gets."""

    password = Password(required=True, validate=NEW_PASSWORD)


class ChangePasswordSchema(Schema):
    """The password as it is and as it shall be."""

    password = Password(required=True, validate=LONGEST)
    new_password = Password(required=True, validate=NEW_PASSWORD)


class RefreshSchema(Schema):
    """A refresh token."""

    refresh_token = String(required=True, validate=LONGEST)


class LogoutSchema(RefreshSchema):
    """A refresh token; ``everywhere`` ends all other sessions of its account, too."""

    everywhere = Boolean(load_default=False)


class TokensSchema(Schema):
    """What a sign-in gives (RFC 6749, section 5.1)."""

    access_token = String(required=True)
    refresh_token = String(required=True)
    token_type = String(required=True)
    expires_in = Integer(required=True)


class AcceptedSchema(Schema):
    """What is answered, whether or not there is such an account."""

    message = String(required=True)
