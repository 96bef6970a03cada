"""Where people's code has SQL with tables that get another name while their routes keep theirs."""

from collections.abc import Mapping

from ant.core.names.renames import Renames, renamed
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.survey.mentions import find_texts, route_targets
from ant.survey.references import Reference
from ant.survey.texts import table_in


def renamed_tables(old: Spec, new: Spec, renames: Renames) -> list[str]:
    """Return the old names of tables that are renamed while their routes are kept."""
    later = {route.names.text: route.table for route in new.routes}
    kept = renamed(old, renames).routes if any(renames) else old.routes
    return [
        route.table
        for route in kept
        if later.get(route.names.text, route.table) != route.table
        and route.table not in later.values()
    ]


def find_table_mentions(
    tree: Tree, rendered: Mapping[str, bytes], tables: list[str]
) -> list[Reference]:
    """Return the lines of Python files in which SQL uses a renamed table."""
    return find_texts(tree, rendered, route_targets(tables, table_in))
