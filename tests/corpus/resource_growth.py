"""What is done to every edited project with resources, and how it is done without a disk."""

from typing import Any, NamedTuple

from ant.api.steps.mentions import is_code
from ant.artifacts.project import render_files, render_project
from ant.core.errors import CannotMerge, Problem
from ant.core.names.identifiers import parse_project_name
from ant.core.names.renames import NO_RENAMES, Renames
from ant.core.planning.consent import Consent
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.reconcile.files import reconcile
from ant.survey.mentions import find_mentions, removed_fields
from ant.survey.references import find_references
from ant.survey.removed_names import find_removed
from corpus.edits import Files
from corpus.growth import applied

Fields = dict[str, str]

USERS: Fields = {
    "name": "string:required:max=120",
    "email": "email:required:unique",
    "age": "integer:min=0",
    "phone": "string:max=20",
}
ORDERS: Fields = {"user": "reference:to=users", "total": "decimal:min=0", "note": "text"}
TAGS: Fields = {"label": "string:required"}


def spec_of(**routes: Fields) -> Spec:
    """A spec whose routes have these fields."""
    value: dict[str, Any] = {
        "routes": {name: {"fields": fields} for name, fields in routes.items()}
    }
    return read_spec(value, parse_project_name("shop"), str)


class Operation(NamedTuple):
    """A change of the spec."""

    new: Spec
    renames: Renames = NO_RENAMES


def users(**fields: str) -> Operation:
    """A change of the fields of users alone; an empty text takes one out."""
    changed = {name: text for name, text in {**USERS, **fields}.items() if text}
    return Operation(spec_of(users=changed, orders=ORDERS, tags=TAGS))


def orders(changed: Fields) -> Operation:
    """A change of the fields of orders alone."""
    return Operation(spec_of(users=USERS, orders=changed, tags=TAGS))


BASE = spec_of(users=USERS, orders=ORDERS, tags=TAGS)
FRESH = render_project(BASE)
MOBILE = {("mobile" if name == "phone" else name): text for name, text in USERS.items()}

OPERATIONS = {
    "add a field": users(site="url"),
    "add fields that need imports": users(born="date:min=1900-01-01", price="decimal:min=1"),
    "add the first hidden field": users(secret="string:private"),
    "add a password": users(word="password:required"),
    "add a field in front": Operation(
        spec_of(users={"nick": "string", **USERS}, orders=ORDERS, tags=TAGS)
    ),
    "remove a field": users(age=""),
    "change a modifier": users(age="integer:min=18:required"),
    "change a type": users(age="bigint:min=0"),
    "add a reference": orders({**ORDERS, "buyer": "reference:to=users:on_delete=set_null"}),
    "add many": users(tags="many:to=tags"),
    "rename a field": Operation(
        spec_of(users=MOBILE, orders=ORDERS, tags=TAGS),
        Renames(fields={("users", "phone"): "mobile"}),
    ),
    "rename a route": Operation(
        spec_of(people=USERS, orders={**ORDERS, "user": "reference:to=people"}, tags=TAGS),
        Renames(routes={"users": "people"}),
    ),
    "destroy a route that leads here": Operation(spec_of(users=USERS, tags=TAGS)),
}  # fmt: skip


def carried(files: Files, old: Spec, operation: Operation) -> Files:
    """The files after an operation; raise ``CannotMerge`` as a command would."""
    new, renames = operation
    plan = reconcile(files, old, new, Consent(renames=renames))
    after = applied(files, plan)
    code = {path: content for path, content in after.items() if is_code(path)}
    deleted = {change.path for change in plan.effective if change.after is None}
    found = find_references(code, find_removed(old, new, deleted))
    removed = removed_fields(old, new, renames)
    if removed:
        found += find_mentions(code, render_files(new, code), removed)
    if found:
        raise CannotMerge(
            *(
                Problem(
                    f"{reference.file}:{reference.line} uses {reference.name}.", hint="Change it."
                )
                for reference in found
            )
        )
    return after
