"""Fields as requests have them: ``email:email:required``, ``email:{"type": …}``, or by name."""

from collections.abc import Mapping, Sequence

from ant.core.errors import InvalidRequest, InvalidSpec, Problem
from ant.core.fields.field import Field
from ant.core.fields.problems import field_name_problem, field_problem
from ant.core.fields.reader import ReadField, read_field
from ant.core.fields.rules import Fault
from ant.core.names.route_names import folded
from ant.core.planning.requests import Fields
from ant.core.text.json_depth import TooDeep, read_json
from ant.core.text.json_value import Json


def read_fields(route: str, fields_given: Fields) -> tuple[Field, ...]:
    """Return the fields of a route; raise ``InvalidSpec`` with everything wrong with them."""
    problems: list[Problem] = []
    fields: dict[str, Field] = {}
    for typed, spelled in field_entries(fields_given):
        name = folded(typed)
        if name in fields:
            fault = Fault("it is there twice", "Leave one of them out.")
            problems.append(field_problem(route, typed, fault))
        name_problem = field_name_problem(route, typed)
        field, faults = _read(name, spelled)
        problems += [name_problem] if name_problem else []
        problems += [field_problem(route, typed, fault) for fault in faults]
        if field is not None:
            fields[name] = field
    if problems:
        raise InvalidSpec(*problems)
    return tuple(fields.values())


def field_entries(fields: Fields) -> list[tuple[str, Json]]:
    """Return each field's name with its definition; raise ``InvalidRequest``."""
    if isinstance(fields, Mapping):
        entries = [*fields.items()]
        unlike = [name for name in fields if not isinstance(name, str)]
    else:
        is_list = isinstance(fields, Sequence) and not isinstance(fields, str)
        unlike = (
            [text for text in fields if not isinstance(text, str)] if is_list else [str(fields)]
        )
        entries = [] if unlike else [_parts(text) for text in fields]
    if unlike:
        shown = ", ".join(f"{typed!r:.60}" for typed in unlike)
        hint = 'Write ["name:string:required"], or {"name": "string:required"}.'
        raise InvalidRequest(Problem(f"This is no list of fields: {shown}.", hint=hint))
    return entries


def _parts(text: str) -> tuple[str, Json]:
    name, _, spelled = text.partition(":")
    return name, spelled


def _read(name: str, spelled: Json) -> ReadField:
    if not isinstance(spelled, str) or not spelled.startswith("{"):
        return read_field(name, spelled)
    try:
        return read_field(name, read_json(spelled))
    except TooDeep as error:
        return ReadField(None, (Fault(f"it is {error}", None),))
    except ValueError:
        hint = 'Write an object such as {"type": "string", "max": 20}, in quotes for the shell.'
        return ReadField(None, (Fault("what begins with '{' is not JSON", hint),))
