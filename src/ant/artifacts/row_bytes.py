"""What shared code says where rows have bytes, which a request for one row may ask for."""

from ant.artifacts.exchanged import Places, otherwise
from ant.artifacts.paths import JSON_ANSWER
from ant.artifacts.shared import holds_bytes
from ant.core.spec import Spec

_ROW_WITH_BYTES: Places = (
    (
        "from helper.references import expanded\n",
        "from helper.references import expanded\nfrom helper.shown_bytes import row_shown\n",
    ),
    ("_shown([row], schema)[0]", "row_shown(row, schema)"),
)


def with_row_bytes(files: dict[str, bytes], spec: Spec) -> dict[str, bytes]:
    """Return shared files as a project with this spec has them."""
    if JSON_ANSWER not in files or not holds_bytes(spec):
        return files
    return {**files, JSON_ANSWER: otherwise(files[JSON_ANSWER], _ROW_WITH_BYTES)}
