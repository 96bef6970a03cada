"""Write the dictionaries of the version that is worked on, before its release.

``python tests/record/make_dictionaries.py``: they are what this version generates of an example.
Those of the same version are replaced; once it is released they must never change.
"""

import sys
import zlib
from pathlib import Path

from ant import __version__
from ant.api.specs import document_from
from ant.core.names.identifiers import parse_project_name
from ant.core.spec_reader import read_spec
from ant.reconcile.new_files import plan_new_project
from ant.record import dictionaries
from ant.record.bundles import read_bundles
from ant.record.layout import PROJECT_FILE, STUB, record_file

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
LARGEST = 2**15
"""zlib looks no further back."""


def make_dictionaries() -> dict[str, bytes]:
    """Return the dictionaries by the keys of bundles."""
    document = document_from(str(EXAMPLES / "library.json"))
    spec = read_spec(document.value, parse_project_name("library"), document.where)
    files = {change.path: change.after or b"" for change in plan_new_project(spec).changes}
    bundles = read_bundles(files[PROJECT_FILE], PROJECT_FILE).by_key
    found = {key: b"".join(same[0].files.values()) for key, same in bundles.items()}
    resources = [
        b"".join(read_bundles(files[record_file(name)], name).by_key["resource"][0].files.values())
        for name in ("loans", "members", "books")
    ]
    return {**found, "resource": b"".join(resources)[-LARGEST:]}


if __name__ == "__main__":
    known = dictionaries.dictionary_for(STUB)
    made = {**make_dictionaries(), STUB: known}
    parts = [part for key, text in sorted(made.items()) for part in (key.encode(), text)]
    target = Path(dictionaries.__file__).parent / f"dictionaries-{__version__}.zlib"
    target.write_bytes(zlib.compress(b"\0".join(parts), 9))
    sys.stdout.write(f"{target.name}: {target.stat().st_size} bytes\n")
