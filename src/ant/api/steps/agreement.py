"""Whether the models agree with the tables once a plan is carried out."""

from collections.abc import Iterable, Mapping

from ant.artifacts.paths import ALCHEMY, CODE, path_of
from ant.core.errors import CodeLacks, Problem
from ant.core.locations import LocatedText
from ant.core.planning.plan import Plan
from ant.core.spec import Spec
from ant.core.text.python_text import parse_python
from ant.core.text.words import quoted_path
from ant.core.tree import Tree
from ant.rendering.migrations.migration import Change
from ant.rendering.tables.tables import Table, tables_of
from ant.survey.table_agreement import (
    agrees,
    disagreements,
    missing_columns,
    model_paths,
    table_changes,
)
from ant.workspace.project import ReadOnlyProject


def find_disagreements(project: ReadOnlyProject, plan: Plan, change: Change) -> list[Problem]:
    """Return what in the models would not agree with the tables that a plan changes.

    What the generated files show by themselves costs no look at the others.
    """
    if change.old is None:
        return []
    changes = table_changes(change.old, change.new, change.renames)
    after = plan.results
    paths = [{ALCHEMY, *model_paths(table)} for table in changes]  # a mock makes it unhashable
    present = project.read({path for paths_of_table in paths for path in paths_of_table})
    later = _existing({**present, **after})
    unclear = [
        table
        for table, paths_of_table in zip(changes, paths, strict=True)
        if not agrees(_selected(present, paths_of_table), _selected(later, paths_of_table), table)
    ]
    if not unclear:
        return []
    before = project.all_code()
    return disagreements(before, _existing({**before, **after}), unclear)


def find_missing_columns(project: ReadOnlyProject, spec: Spec) -> list[tuple[str, str]]:
    """Return the tables and columns of a spec that no model in the code has.

    What the generated files show by themselves costs no look at the others. Raises ``CodeLacks``
    where a file that mentions such a table is no Python.
    """
    tables = tables_of([route for route in spec.routes if route.fields], None)
    generated = project.read({ALCHEMY, *(path_of(table.names.model_module) for table in tables)})
    unclear = {table for table, _ in missing_columns(generated, tables)}
    if not unclear:
        return []
    code = project.all_code()
    missing = missing_columns(code, [table for table in tables if table.name in unclear])
    names = {table for table, _ in missing}
    _check_readable(code, [table for table in tables if table.name in names])
    return missing


def _check_readable(code: Tree, tables: Iterable[Table]) -> None:
    names = {name.encode() for table in tables for name in (table.name, table.names.class_name)}
    problems = []
    for path, content in code.items():
        if path.startswith(CODE) and any(name in content for name in names):
            try:
                parse_python(content)
            except SyntaxError as error:
                message = f"{quoted_path(path)} is no Python: {error.msg}."
                line = max(error.lineno or 1, 1)
                problems.append(Problem(message, LocatedText(f"{path}:{line}", path, line)))
    if problems:
        *others, last = problems
        raise CodeLacks(*others, last._replace(hint="Mend it first."))


def _existing(files: Mapping[str, bytes | None]) -> Tree:
    return {path: text for path, text in files.items() if text is not None and path.endswith(".py")}


def _selected(files: Tree, paths: set[str]) -> Tree:
    return {path: files[path] for path in paths if path in files}
