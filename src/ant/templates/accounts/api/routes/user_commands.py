"""``flask user``: accounts from the command line, which ``ant user`` runs."""

import json
import sys
from contextlib import suppress
from typing import Any

import click
from flask.cli import AppGroup
from marshmallow import ValidationError

from helper.accounts.tokens import Account
from helper.execution_tracking.APIException import APIException
from helper.functions.validation_error import validation_error
from helper.schema_fields import Boolean, Float, Integer, Json
from schemas.account_schemas import RegisterSchema
from services.auth_service import myAuthService

user_commands = AppGroup("user", help="Accounts: create, list, role and disable.")


@user_commands.command("create")
@click.argument("email")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--role", "roles", multiple=True, help="A role that it gets.")
def create(email: str, fields: tuple[str, ...], roles: tuple[str, ...]) -> None:
    """Make an account whose address is confirmed; the password is asked for, or read from a pipe."""
    given = [field.partition("=")[::2] for field in fields]
    own = {name: typed(name, text) for name, text in given}
    data = loaded({**own, "email": email, "password": asked_password()})
    try:
        account = myAuthService.create(data, list(roles))
    except APIException as error:
        raise click.ClickException(error.message) from None
    click.echo(f"Account {account.id} of {account.email} is made.")


@user_commands.command("list")
def list_accounts() -> None:
    """List all accounts."""
    for account in myAuthService.repository.list_all():
        state = "disabled" if account.is_disabled else "active" if account.is_verified else "new"
        click.echo("\t".join([str(account.id), account.email, state, ",".join(account.roles)]))


@user_commands.command("role")
@click.argument("email")
@click.argument("role")
@click.option("--remove", is_flag=True, help="Take the role away.")
def change_role(email: str, role: str, remove: bool) -> None:
    """Give an account a role, or take it away."""
    account = found(email)
    others = [name for name in account.roles if name != role]
    roles = others if remove else [*others, role]
    myAuthService.set_roles(account, roles)
    click.echo(f"Roles of {account.email}: {', '.join(roles) or 'none'}")


@user_commands.command("disable")
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let it sign in again.")
def disable(email: str, undo: bool) -> None:
    """Let an account sign in no more, and end its sessions."""
    account = found(email)
    myAuthService.disable(account, disabled=not undo)
    click.echo(f"{account.email} can sign in {'again' if undo else 'no more'}.")


def asked_password() -> str:
    """Return a password that nobody else has seen: no argument, which other processes could read."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def typed(name: str, text: str) -> Any:
    """Return a value as its field takes it: numbers and the like are written as in JSON."""
    if isinstance(RegisterSchema().fields.get(name), Boolean | Float | Integer | Json):
        with suppress(ValueError):
            return json.loads(text)
    return text


def loaded(values: dict[str, Any]) -> dict[str, Any]:
    """Return what an account is made of, by the rules of those who register."""
    try:
        data: Any = RegisterSchema().load(values)
    except ValidationError as error:
        raise click.ClickException(validation_error(error).message) from None
    return dict(data)


def found(email: str) -> Account:
    """Return the account with an address."""
    account = myAuthService.repository.find(email)
    if account is None:
        raise click.ClickException(f"There is no account of {email}.")
    return account
