"""Whether the models in the code agree with the changes of tables."""

import ast
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from ant.artifacts.paths import path_of
from ant.artifacts.registry import render_modules
from ant.core.errors import Problem
from ant.core.locations import LocatedText
from ant.core.names.renames import Renames, renamed, retabled
from ant.core.names.route_names import RouteNames
from ant.core.spec import Route, Spec
from ant.core.tree import Tree
from ant.rendering.tables.tables import Table, tables_of
from ant.survey.model_columns import ColumnSource, Model, Models, column_of

"""The file of what every model inherits from."""


class TableChange(NamedTuple):
    """A table before and after a change, and the route that it is of then."""

    old: Table
    new: Table | None
    route: Route | None = None

    @property
    def dropped(self) -> list[str]:
        """The columns that it has no longer."""
        kept = {column.name for column in self.new.columns} if self.new else set()
        return [column.name for column in self.old.columns if column.name not in kept]

    @property
    def added(self) -> list[str]:
        """The columns that it has not had."""
        had = {column.name for column in self.old.columns}
        return [column.name for column in (self.new or self.old).columns if column.name not in had]

    @property
    def names(self) -> RouteNames:
        """What its model is called after the change."""
        return (self.new or self.old).names


def table_changes(old: Spec, new: Spec, renames: Renames) -> list[TableChange]:
    """Return the tables that are removed or renamed, or whose columns change by name."""
    found = []
    stored = retabled(renamed(old, renames), new)
    for route, called in zip(old.routes, stored.routes, strict=True):
        after = new.route(called.names.text)
        if after is route or after == route:
            continue
        tables = {table.name: table for table in tables_of([after] if after else [], {})}
        pairs = zip(tables_of([route], {}), tables_of([called], {}), strict=True)
        for before, between in pairs:
            change = TableChange(before, tables.get(between.name), after)
            if not change.new or change.dropped or change.added or before.name != between.name:
                found.append(change)
    return found


def model_paths(change: TableChange) -> set[str]:
    """Where the model of a table is generated, before the change and after it."""
    return {path_of(change.old.names.model_module), _model_path(change)}


def _model_path(change: TableChange) -> str:
    return path_of(change.names.model_module)


def agrees(before: Tree, after: Tree, change: TableChange) -> bool:
    """Whether the generated model alone shows that the code agrees with a change of a table.

    The trees hold it and the base of all models. A removed column must have been in the class
    itself: else it may come from anywhere.
    """
    models = Models(after).of_table((change.new or change.old).name)
    own = _own(Models(before), change) if change.dropped else set()
    return (
        change.new is not None
        and len(models) == 1
        and all(column in own for column in change.dropped)
        and not [*_differences(models, change, own, after)]
    )


def disagreements(before: Tree, after: Tree, changes: list[TableChange]) -> list[Problem]:
    """Return the problems of models that disagree with the tables after some changes.

    A model still has a removed column or table, or lacks a new one. ``before`` and ``after`` hold
    all code, without the changes and with them.
    """
    models, earlier = Models(after), Models(before)
    taken = {change.new.name for change in changes if change.new}
    problems: list[Problem] = []
    for change in changes:
        name = change.old.name
        if name not in taken and (change.new is None or change.new.name != name):
            problems += [_still_has_table(model, change) for model in models.of_table(name)]
        if change.new is not None:
            own = _own(earlier, change)
            found_models = models.of_table(change.new.name, change.names.class_name)
            problems += _differences(found_models, change, own, after)
    return problems


def missing_columns(code: Tree, tables: Iterable[Table]) -> list[tuple[str, str]]:
    """Return the tables and columns that no model has; of one that cannot be read, none."""
    models = Models(code)
    found = []
    for table in tables:
        found_models = models.of_table(table.name, table.names.class_name)
        if all(model.is_clear for model in found_models):
            found += [
                (table.name, column.name)
                for column in table.columns
                if not any(model.source_of(column.name) for model in found_models)
            ]
    return found


def _own(models: Models, change: TableChange) -> set[str]:
    """The columns in the class of a table itself, before a change."""
    found = models.of_table(change.old.name, change.old.names.class_name)
    return {column for model in found for column in model.own}


def _differences(
    models: list[Model], change: TableChange, own: Set[str], code: Tree
) -> Iterator[Problem]:
    """What differs; ``own`` are the columns that surely stood in the class itself."""
    for model in models:
        for column in change.dropped:
            source = model.source_of(column)
            if source is not None:
                yield _still_has_column(model, source, column, code)
            elif not model.is_clear and column not in own:
                yield _unclear(model, column)
    for column in change.added if models else ():
        if not any(model.source_of(column) for model in models):
            yield _lacks_column(models[0], change, column)


def _still_has_table(model: Model, change: TableChange) -> Problem:
    table, new = change.old.name, change.new
    becomes = "something else" if new else "gone"
    has = f"{model.file}:{model.line} has {model.name} for '{table}', which would be {becomes}."
    message = LocatedText(has, model.file, model.line)
    if new is None:
        return Problem(message, hint=f"Take {model.name} out of it by hand.")
    return Problem(message, hint=f'Change to this by hand:\n    __tablename__ = "{new.name}"')


def _still_has_column(model: Model, source: ColumnSource, column: str, code: Tree) -> Problem:
    origin = "" if source.by == model.name else f" from {source.by}"
    gives = f"would still give {model.name} the column '{column}'{origin}."
    message = LocatedText(f"{source.file}:{source.line} {gives}", source.file, source.line)
    lines = code[source.file].decode(errors="replace").splitlines()
    text = lines[source.line - 1].strip() if source.line <= len(lines) else source.text
    return Problem(message, hint=f"Remove this by hand:\n    {text}")


def _unclear(model: Model, column: str) -> Problem:
    message = (
        f"Whether {model.name} would still have the column '{column}' cannot be seen: not all that "
        f"it is made of is written down in {model.file}, or in what that imports from the project."
    )
    where = LocatedText(f"{model.file}:{model.line}", model.file, model.line)
    return Problem(message, where, f"Write '{column}' into the class first.")


def _lacks_column(model: Model, change: TableChange, column: str) -> Problem:
    message = f"{model.file}:{model.line} has {model.name} without the column '{column}'."
    text = _generated(change, column)
    lines = "\n".join(f"    {line}" for line in text.split("\n"))
    return Problem(message, hint=f"Add this by hand:\n{lines}" if text else "Add it by hand.")


def _generated(change: TableChange, column: str) -> str:
    """The lines of a column as they would be generated."""
    rendered = render_modules(change.route) if change.route else {}
    content = rendered.get(_model_path(change), b"").decode()
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.AnnAssign) and column == column_of(
            ast.unparse(node.target), node.value, node.annotation
        ):
            return ast.get_source_segment(content, node) or ""
    return ""
