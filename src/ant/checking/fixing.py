"""Automatic fixes of findings."""

from collections.abc import Iterable

from ant.artifacts.paths import ALCHEMY
from ant.checking.check import IGNORE
from ant.checking.code import ROOT, Finding
from ant.core.errors import CannotMerge
from ant.core.tree import Tree
from ant.reconcile.merge import merge

_IMPORTS = (
    'from importlib import import_module\n\n\ndef import_models() -> None:\n    """Models."""\n'
)


def fixed(files: Tree, findings: Iterable[Finding]) -> dict[str, bytes]:
    """Return the new contents of the files in which something can be mended."""
    mended: dict[str, bytes] = {}
    # from below, so that lines above keep their numbers
    for finding in sorted(findings, key=lambda finding: -finding.line):
        now = {**files, **mended}
        if finding.rule == "ignore-unused":
            mended[finding.path] = _without_comment(now[finding.path], finding.line)
        elif finding.rule == "model-unimported" and ALCHEMY in files:
            mended[ALCHEMY] = _with_model(now[ALCHEMY], finding.path)
    return {path: content for path, content in mended.items() if content != files[path]}


def _without_comment(content: bytes, line: int) -> bytes:
    """The file without a comment that ignores nothing; one that names other rules stays."""
    lines = content.split(b"\n")
    text = lines[line - 1].decode()
    found = list(IGNORE.finditer(text))
    if not found or "," in found[-1][1]:
        return content
    rest = text[: found[-1].start()].rstrip() + text[found[-1].end() :]
    lines[line - 1 : line] = [rest.encode()] if rest.strip() else []
    return b"\n".join(lines)


def _with_model(content: bytes, path: str) -> bytes:
    """The file that imports all models with one more; unchanged where the place is ambiguous."""
    module = path.removeprefix(ROOT).removesuffix(".py").replace("/", ".")
    new = f'{_IMPORTS}    import_module("{module}")\n'
    try:
        return merge(ALCHEMY, content, _IMPORTS.encode(), new.encode())
    except CannotMerge:
        return content
