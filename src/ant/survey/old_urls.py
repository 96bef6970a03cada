"""Where people's code has URLs that begin with another prefix from now on."""

from collections.abc import Mapping
from functools import partial

from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.survey.mentions import Target, find_texts
from ant.survey.references import Reference
from ant.survey.texts import has_path, path_in

ACCOUNTS = "auth"
"""What the URLs of accounts begin with."""


def find_old_urls(
    tree: Tree, rendered: Mapping[str, bytes], old: Spec, new: Spec
) -> list[Reference]:
    """Return the lines of Python files in which a text is the URL of a route without its prefix.

    The files are as they will be, and so are the renderings.
    """
    names = [route.names.text for route in new.routes] + ([ACCOUNTS] if new.accounts else [])
    before = [] if new.prefix else _parts(old.prefix)

    def mention(text: str, name: str) -> str | None:
        if new.prefix and has_path(text, (*_parts(new.prefix), name)):
            return None
        return path_in(text, (*before, name))

    def may_be_in(content: bytes, name: bytes) -> bool:
        return name in content

    targets = [
        Target(name, partial(mention, name=name), partial(may_be_in, name=name.encode()))
        for name in names
    ]
    return find_texts(tree, rendered, targets)


def _parts(prefix: str) -> list[str]:
    return [part for part in prefix.split("/") if part]
