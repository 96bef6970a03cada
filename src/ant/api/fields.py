"""Change the fields of routes, and what fields and routes are called."""

from collections.abc import Callable, Sequence
from functools import reduce

from ant.api.carry import PLAINLY, Growth, How
from ant.api.grow import change_spec
from ant.api.versions import project_root
from ant.artifacts.paths import ALCHEMY
from ant.core.consent import Consent
from ant.core.name_advice import argument_advice, case_advice
from ant.core.renames import Renames
from ant.core.route_names import folded
from ant.core.spec import Access, Spec
from ant.operations.add_field import add_field
from ant.operations.add_route import add_route
from ant.operations.guard_route import guard_route
from ant.operations.remove_field import remove_field
from ant.operations.rename_field import rename_field as with_field_renamed
from ant.operations.rename_route import rename_route as with_route_renamed
from ant.survey.dialect import check_stack
from ant.workspace.project import read_only_project

NOTHING_SAID = Access()


def generate_route_with_fields(
    start: str, name: str, fields: Sequence[str], how: How = PLAINLY, access: Access = NOTHING_SAID
) -> Growth:
    """Add a route with fields, each as ``name:type:modifier:…`` or ``name:{…}``.

    A project without ``ant.json`` is refused: its code could not tell all that fields are. This
    and all below raise what is wrong with the request, ``InvalidSpec`` for a project on another
    stack, ``CannotMerge`` where the code cannot be changed without risk, and what opening and
    writing a project raises; then nothing changed.
    """
    from ant.core.field_arguments import read_arguments  # noqa: PLC0415, slow to load

    read = read_arguments(folded(name), fields)
    command = f"ant generate route {name}"
    growth = change_resources(
        start,
        lambda spec: guard_route(add_route(spec, name, fields=read), name, access),
        command,
        how,
    )
    return growth.advised([*case_advice("Route", name), *argument_advice(name, fields)])


def generate_fields(start: str, route: str, fields: Sequence[str], how: How = PLAINLY) -> Growth:
    """Add fields to a route; a sketch becomes a resource, if nobody has changed its files."""
    from ant.core.field_arguments import read_arguments  # noqa: PLC0415, slow to load

    read = read_arguments(folded(route), fields)
    command = f"ant generate field {route} {' '.join(each.name for each in read)}"
    growth = change_resources(
        start,
        lambda spec: reduce(lambda grown, field: add_field(grown, route, field), read, spec),
        command,
        how,
    )
    return growth.advised(argument_advice(route, fields))


def destroy_field(start: str, route: str, name: str, how: How = PLAINLY) -> Growth:
    """Take a field out of a route; refuse where somebody has changed or uses it."""
    command = f"ant destroy field {route} {name}"
    return change_resources(start, lambda spec: remove_field(spec, route, name), command, how)


def rename_field(start: str, route: str, old: str, new: str, how: How = PLAINLY) -> Growth:
    """Call a field something else, in the code and in the database."""
    renames = Renames(fields={(folded(route), folded(old)): folded(new)})
    command = f"ant rename field {route} {old} {new}"
    return _renamed(
        start, lambda spec: with_field_renamed(spec, route, old, new), command, how, renames
    )


def rename_route(start: str, old: str, new: str, how: How = PLAINLY) -> Growth:
    """Call a route something else, in the code and in the database."""
    renames = Renames(routes={folded(old): folded(new)})
    command = f"ant rename route {old} {new}"
    return _renamed(start, lambda spec: with_route_renamed(spec, old, new), command, how, renames)


def _renamed(
    start: str, change: Callable[[Spec], Spec], command: str, how: How, renames: Renames
) -> Growth:
    consent: Consent = how.consent._replace(renames=renames)
    return change_resources(start, change, command, how._replace(consent=consent))


def change_resources(start: str, change: Callable[[Spec], Spec], command: str, how: How) -> Growth:
    """Change the spec of a project on our stack, which resources need."""
    with read_only_project(project_root(start)) as project:
        check_stack(project.read([ALCHEMY]))
    return change_spec(start, change, command, how)
