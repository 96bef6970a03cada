"""The imports of a migration."""

import re

from ant.field_types.registry import TYPES
from ant.rendering.values import in_order
from ant.rendering.wrap import wrap_long_lines

_INSTALLED = {"import sqlalchemy as sa": "sa.", "from alembic import op": "op."}
_OWN = {
    "helper.columns": (
        "DOCUMENT", "INTEGER_LIST", "KEY", "MOMENT", "TEXT_LIST", "UUID_LIST", "exact", "utc_now",
    ),
    "migrations.conversions": ("convert_column",),
    "migrations.decimals": ("decimal_to_integer", "decimal_to_text"),
    "migrations.operations": (
        "check_rows", "comment_on", "fill", "lower_values", "never_reuse_ids",
        "new_uuids", "rename_keys", "rename_table", "replace_values", "retype_key",
    ),
}  # fmt: skip

_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
"""A text in code, in which a word uses nothing."""
_QUOTE = re.compile("[\"']")


def imports_of(code: str) -> list[str]:
    """Return what code uses, in the order of isort, with an empty line between two kinds."""
    standard = dict(kind.migration_import for kind in TYPES.values() if kind.migration_import[0])
    blocks = [
        in_order(line for line, sign in block.items() if _has(code, sign))
        for block in (standard, _INSTALLED)
    ]
    own = [_import_of(code, module, names) for module, names in _OWN.items()]
    blocks.append([line for line in own if line])
    return "\n\n".join("\n".join(block) for block in blocks if block).split("\n")


def _import_of(code: str, module: str, names: tuple[str, ...]) -> str:
    used = ", ".join(name for name in names if _has(code, name))
    return wrap_long_lines(f"from {module} import {used}\n").rstrip("\n") if used else ""


def _has(code: str, word: str) -> bool:
    """Whether a word is in code outside its texts, none of which spans lines."""
    end = r"\b" if word[-1].isalpha() else ""
    for match in re.finditer(rf"\b{re.escape(word)}{end}", code) if word in code else ():
        before = code[code.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not _QUOTE.search(_TEXT.sub("", before)):
            return True
    return False
