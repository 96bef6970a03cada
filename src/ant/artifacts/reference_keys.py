"""What shared code says of rows where the key of some is a reference, and so no column ``id``.

No project is to change by a line that does without, so the templates are those of all projects.
"""

from ant.artifacts.exchanged import Places, otherwise
from ant.core.spec import Spec
from ant.core.table_rules.reference_keys import uses_reference_keys

OPERATIONS = "api/migrations/operations.py"

_KEYED: dict[str, Places] = {
    OPERATIONS: (
        (
            """\
        first = sa.select(rows.c.id).where(condition).order_by(rows.c.id).limit(SHOWN)
""",
            """\
        found = sa.inspect(bind).get_pk_constraint(rows.name)["constrained_columns"]
        key: sa.ColumnClause[str] = sa.column(found[0])
        first = sa.select(key).select_from(rows).where(condition).order_by(key).limit(SHOWN)
""",
        ),
    ),
}
"""By path, each text and what stands in its place."""


def as_keyed(files: dict[str, bytes], spec: Spec) -> dict[str, bytes]:
    """Return shared files as a project with this spec has them, whatever else is otherwise."""
    if not uses_reference_keys(spec):
        return files
    return {path: otherwise(text, _KEYED.get(path, ())) for path, text in files.items()}
