"""Uses of removed code, and warnings about URLs, keys and answers that change."""

import re
from collections.abc import Callable, Iterable, Iterator

from ant.artifacts.paths import APP, MANIFEST, path_of
from ant.core.fields.enums import unused_advice
from ant.core.locations import LocatedText
from ant.core.planning.plan import Plan
from ant.core.relations import Collection, all_collections
from ant.core.spec import Route, Spec
from ant.core.text.words import plain, shortened
from ant.core.tree import Tree
from ant.core.url_prefix import with_prefix
from ant.reconcile.blueprints.registrations import says_more
from ant.reconcile.left_comments import find_left_comments
from ant.rendering.migrations.migration import VERSIONS, Change
from ant.survey.mentions import (
    find_endpoint_mentions,
    find_mentions,
    find_route_mentions,
    may_mention,
    may_mention_endpoints,
    may_mention_routes,
    removed_endpoints,
    removed_fields,
    removed_routes,
)
from ant.survey.old_urls import find_old_urls
from ant.survey.references import Reference, Use, find_references, find_unread
from ant.survey.removed_names import find_redefined, find_removed
from ant.survey.table_mentions import find_table_mentions, renamed_tables
from ant.workspace.project import ReadOnlyProject

Generated = Callable[[Iterable[str]], Tree]
"""Returns, for some paths, the texts with which those of them are generated that are."""

Below = dict[tuple[str, str], tuple[Route, Collection]]
"""The collections of a spec, each with the route that it is below, by both their names."""


def is_code(path: str) -> bool:
    """Whether a file is Python and no migration: those are about the past."""
    return path.endswith(".py") and not path.startswith(f"{VERSIONS}/")


def find_uses(
    project: ReadOnlyProject, plan: Plan, change: Change, generated: Generated
) -> list[Use]:
    """Return the uses in people's code of what a plan removes.

    They have the lines of the present files. A file that is no Python and contains a removed name
    is among them, since it cannot be checked. ``generated`` gives the files of the new spec, whose
    uses are not reported.
    """
    old, new, renames = change[:3]
    if old is None:
        return []
    deleted = {change.path for change in plan.effective if change.after is None}
    removed, other = find_removed(old, new, deleted), find_redefined(old, new, renames)
    fields = removed_fields(old, new, renames)
    routes, endpoints = removed_routes(old, new), removed_endpoints(old, new)
    taken_tables, moved_tables = [*other.tables], renamed_tables(old, new, renames)
    clues = removed.clues | other.clues
    if not (clues or fields or routes or endpoints or moved_tables):
        return []
    present = project.read(
        path
        for path, text in project.all_code().items()
        if is_code(path)
        and (
            any(clue in text for clue in clues)
            or may_mention(text, fields)
            or may_mention_routes(text, [*routes, *taken_tables, *moved_tables])
            or may_mention_endpoints(text, endpoints)
        )
    )
    after = {path: text for path, text in plan.results.items() if is_code(path)}
    remaining = _existing({path: after.get(path, content) for path, content in present.items()})
    later = _existing({**present, **after})
    needs_rendering = fields or routes or endpoints or moved_tables or other.clues
    rendered = generated(later) if needs_rendering else {}
    found = find_references(remaining, removed)
    found += find_mentions(later, rendered, fields)
    found += find_route_mentions(remaining, rendered, routes)
    found += find_endpoint_mentions(remaining, rendered, endpoints)
    found += find_table_mentions(remaining, rendered, moved_tables)
    used = find_references(remaining, other, rendered)
    used += find_route_mentions(remaining, rendered, taken_tables)
    found += [other._replace(taken=True) for other in used]
    return [*_in_order(found, present, deleted), *find_unread(_edited(remaining, rendered))]


def find_other_urls(
    project: ReadOnlyProject, plan: Plan, change: Change, generated: Generated
) -> list[str]:
    """Return a sentence for each line of people's code with a URL whose prefix changes."""
    old, new = change.old, change.new
    if old is None or old.prefix == new.prefix:
        return []
    after = plan.results
    code = {path: text for path, text in project.all_code().items() if is_code(path)}
    later = _existing({path: after.get(path, text) for path, text in code.items()})
    begins = f"begins with '{new.prefix}' now" if new.prefix else "has no prefix any more"
    warnings = [
        f"{plain(url.file)}:{url.line} has the URL {url.name}, which {begins}."
        for url in find_old_urls(later, generated(later), old, new)
    ]
    if new.prefix and says_more(later.get(APP, b"")):
        warnings.append(
            f"{APP} registers blueprints with a prefix of its own, which comes before that of"
            f" {MANIFEST}: take one of them out."
        )
    return warnings


def find_comments(plan: Plan, texts: Tree | None) -> Iterator[str]:
    """Yield a warning for each comment of somebody's that stood above what a plan removes.

    It stays, since it may be about more than that. ``texts`` are the pristine texts of the files.
    """
    for path, before, after, *_ in plan.effective:
        if before is None or after is None or not is_code(path):
            continue
        generated = (texts or {}).get(path, b"")
        for comment in find_left_comments(before, after, generated) if before != generated else ():
            where = f"{plain(path)}:{comment.line}"
            text = f"{where} stood above code that is gone, and stays: {shortened(comment.text)}"
            yield LocatedText(text, path, comment.line)


def find_other_keys(change: Change) -> Iterator[str]:
    """Yield a warning where the case of JSON keys changes."""
    old, new = change.old, change.new
    if old is not None and old.json_keys != new.json_keys:
        case = new.json_keys or "snake_case"
        yield (
            f"The keys of JSON are in {case} from now on: clients have to follow, and tests and"
            " mocks of yours that name keys."
        )


def find_unused(change: Change) -> Iterator[str]:
    """Yield warnings about enums of the project that no field uses any more."""
    before = {*unused_advice(change.old)} if change.old is not None else set()
    yield from (advice for advice in unused_advice(change.new) if advice not in before)


def find_other_answers(old: Spec, new: Spec) -> Iterator[str]:
    """Yield warnings about URLs that answer with one row in only one of two specs."""
    if not any(_refers_otherwise(route, old) for route in new.routes_unlike(old)):
        return
    before, after = _below(old), _below(new)
    for key in [key for key in after if key in before]:
        route, collection = after[key]
        if collection.is_single != before[key][1].is_single:
            yield _sentence(route, collection)


def find_newer_answers(spec: Spec, texts: Tree) -> Iterator[str]:
    """Yield the same about URLs that answered with a list when a project was generated.

    ``texts`` are the pristine texts of its files.
    """
    for (name, below), (route, collection) in _below(spec).items():
        text = texts.get(path_of(route.names.route_module), b"").decode()
        view = re.search(rf"^def get_{name}_{below}\(.*?(?=^@|\Z)", text, re.M | re.S)
        if collection.is_single and view and "page_answer(" in view[0]:
            yield _sentence(route, collection)


def _edited(files: Tree, rendered: Tree) -> Tree:
    """The files that are not as they are generated: those parse."""
    return {path: text for path, text in files.items() if text != rendered.get(path)}


def _existing(files: dict[str, bytes | None]) -> Tree:
    return {path: content for path, content in files.items() if content is not None}


def _in_order(found: list[Reference], now: Tree, deleted: set[str]) -> list[Reference]:
    """One reference for each line, with the numbers of the present lines."""
    deleted_files = {path: now[path] for path in sorted(deleted & {*now})}
    lines = {(reference.file, reference.line): reference for reference in reversed(found)}
    return [_as_now(lines[location], now, deleted_files) for location in sorted(lines)]


def _as_now(reference: Reference, now: Tree, deleted_files: Tree) -> Reference:
    """The reference in the line that it has before anything above it, or its file, moves."""
    path = reference.file
    if path not in now:
        old = (old for old, text in deleted_files.items() if reference.text in text.splitlines())
        path = next(old, path)
    lines = enumerate(now.get(path, b"").splitlines(), 1)
    same = [index for index, line in lines if line == reference.text]
    nearest = min(same, key=lambda line: abs(line - reference.line), default=reference.line)
    return reference._replace(file=path, line=nearest)


def _refers_otherwise(route: Route, old: Spec) -> bool:
    """Whether a reference of a route is unique in one of two specs alone."""
    known = old.route(route.names.text)
    return known is not None and any(
        (before := known.field(field.name)) and before.unique != field.unique
        for field in route.fields
        if field.is_reference
    )


def _below(spec: Spec) -> Below:
    routes = with_prefix(spec).routes
    named = {route.names.text: route for route in routes}
    return {
        (name, collection.name): (named[name], collection)
        for name, collections in all_collections(routes).items()
        if name in named
        for collection in collections
    }


def _sentence(route: Route, collection: Collection) -> str:
    url = f"{route.url}/<id>/{collection.name}"
    if collection.is_single:
        return f"GET {url} answers with one row now, 404 where there is none, and not with a list."
    return f"GET {url} answers with a list now, and not with one row."
