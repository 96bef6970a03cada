"""Fields as a command line gives them: ``email:email:required``, or ``email:{"type": …}``."""

from collections.abc import Iterable

from ant.core.errors import InvalidSpec, Problem
from ant.core.field_problems import field_name_problem, field_problem
from ant.core.field_reader import ReadField, read_field
from ant.core.field_rules import Fault
from ant.core.fields import Field
from ant.core.json_depth import TooDeep, read_json
from ant.core.route_names import folded


def read_arguments(route: str, texts: Iterable[str]) -> tuple[Field, ...]:
    """Return the fields of a route; raise ``InvalidSpec`` with everything wrong with them."""
    problems: list[Problem] = []
    fields: dict[str, Field] = {}
    for text in texts:
        given, _, spelled = text.partition(":")
        name = folded(given)
        if name in fields:
            fault = Fault("it is there twice", "Leave one of them out.")
            problems.append(field_problem(route, given, fault))
        name_problem = field_name_problem(route, given)
        field, faults = _read(name, spelled)
        problems += [name_problem] if name_problem else []
        problems += [field_problem(route, given, each) for each in faults]
        if field is not None:
            fields[name] = field
    if problems:
        raise InvalidSpec(*problems)
    return tuple(fields.values())


def _read(name: str, spelled: str) -> ReadField:
    if not spelled.startswith("{"):
        return read_field(name, spelled)
    try:
        return read_field(name, read_json(spelled))
    except TooDeep as error:
        return ReadField(None, (Fault(f"it is {error}", None),))
    except ValueError:
        hint = 'Write an object such as {"type": "string", "max": 20}, in quotes for the shell.'
        return ReadField(None, (Fault("what begins with '{' is not JSON", hint),))
