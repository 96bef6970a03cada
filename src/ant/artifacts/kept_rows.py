"""The shared files that differ in projects with soft deletion."""

from ant.artifacts.paths import OWNERSHIP
from ant.artifacts.replacements import Replacements, replaced
from ant.rendering.templates import read_template

_REPLACEMENTS: dict[str, Replacements] = {
    OWNERSHIP: (
        (
            "from startup.Alchemy import",
            "from repositories.deletion import living\nfrom startup.Alchemy import",
        ),
        (
            """\
    return tuple(
        column.between(_bound(column, 0), _bound(column, 1)) for column in claims_of(table)
    )
""",
            """\
    return (*living(table), *owned(table))


@cache
def owned(table: Table) -> tuple[ColumnElement[bool], ...]:
    """
            + '"""Return the conditions of rows that belong to whom the token names."""'
            + """
    columns = claims_of(table)
    return tuple(column.between(_bound(column, 0), _bound(column, 1)) for column in columns)
""",
        ),
        ("for condition in visible(inspect(", "for condition in owned(inspect("),
        (
            """\
        key.parent.key: select(key.column).where(key.column == bindparam(THAT_ID), *conditions)
""",
            """\
        key.parent.key: select(key.column)
        .where(key.column == bindparam(THAT_ID), *conditions)
        .with_for_update(read=True, key_share=True)
""",
        ),
    )
}
"""By path, texts of files about owners, and their replacements."""


def with_kept_rows(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of a project in which rows belong to somebody, where some are kept."""
    return {path: replaced(text, _REPLACEMENTS.get(path, ())) for path, text in files.items()}


def read_ownership(*, is_kept: bool) -> bytes:
    """Return the module that decides which rows a request sees, without owners."""
    return read_template(f"{'soft_delete_unowned' if is_kept else 'resources'}/{OWNERSHIP}")
