"""What shared code does besides where rows lead to others: it shows and finds rows by these."""

from ant.artifacts.exchanged import Places, otherwise
from ant.core.spec import Spec

_LIST_QUERY = "api/helper/functions/list_query.py"
_IMPORTS_OF_DOCUMENT = "from helper.schema_fields import Integer, ListOf, Moment\n"

RELATED: dict[str, Places] = {
    _LIST_QUERY: (
        (
            "from helper.schema_fields import Boolean",
            "from helper.references import keys_read, referred, relations\n"
            "from helper.schema_fields import Boolean",
        ),
        (
            "    fields: tuple[str, ...] = ()\n",
            "    fields: tuple[str, ...] = ()\n    expand: tuple[str, ...] = ()\n",
        ),
        (
            "``fields`` are the keys that are shown, where not all of them are.\n",
            "``fields`` are the keys that are read, where not all of them are. ``expand`` says\n"
            "    which of the rows that these lead to are shown as well.\n",
        ),
        (
            "filters.append(_filter(name, texts, known))\n",
            "filters.append(_filter(name, texts, known | referred(kind, queryable)))\n",
        ),
        (
            "    return ListQuery(**settings, filters=tuple(filters))\n",
            """\
    names = settings.get("expand", ())
    settings["fields"] = keys_read(kind, settings.get("fields", ()), names)
    return ListQuery(**settings, filters=tuple(filters))
""",
        ),
        (
            """\
CHOICES: dict[str, Callable[[type[Schema]], Iterable[str]]] = {"fields": shown_keys}
""",
            """\
CHOICES: dict[str, Callable[[type[Schema]], Iterable[str]]] = {
    "fields": shown_keys,
    "expand": relations,
}
""",
        ),
    ),
    "api/helper/functions/json_answer.py": (
        (
            "from helper.shown_fields import",
            "from helper.references import expanded\nfrom helper.shown_fields import",
        ),
        (
            "    return [shown_values(row, kind, keys) for row in rows]\n",
            """\
    shown = [shown_values(row, kind, keys) for row in rows]
    names = asked("expand", request.args, kind)
    return expanded(rows, shown, kind, names) if names else shown
""",
        ),
    ),
    "api/repositories/Listing.py": (
        (
            "from helper.row_filters import condition, ordering\n",
            "from helper.related_filters import condition_of\n"
            "from helper.row_filters import ordering\n",
        ),
        (
            "filters = [condition(self._attributes, filter_) for filter_ in query.filters]\n",
            """known = self._attributes
        kind = self.schema  # which a repository of before may not have told
        filters = [condition_of(self.model, kind, known, filter_) for filter_ in query.filters]
""",
        ),
    ),
    "api/helper/openapi_resources.py": (
        (
            _IMPORTS_OF_DOCUMENT,
            f"from helper.references import referred, relations\n{_IMPORTS_OF_DOCUMENT}",
        ),
        (
            '        for name, known in {"fields": [*self._row_properties(kind)]}.items():\n',
            """\
        shown = {"fields": [*self._row_properties(kind)], "expand": [*relations(kind)]}
        for name, known in shown.items():
""",
        ),
        (
            "        return _object(self._row_properties(kind))\n",
            """\
        properties = self._row_properties(kind)
        for relation in relations(kind).values():
            row = named(self._once(relation.schema, "", self._row))
            many: Json = {"type": "array", "items": row}
            one: Json = {"anyOf": [row, {"type": "null"}]}
            properties[relation.shown_as] = many if relation.link else one
        return _object(properties)
""",
        ),
        (
            "            for name, field in _compared(kind).items()\n            for value",
            "            for name, field in (_compared(kind) | referred(kind, queryable)).items()\n"
            "            for value",
        ),
    ),
}
"""By path, each text and what stands in its place."""


def uses_references(spec: Spec) -> bool:
    """Whether rows of any route lead to others."""
    return any(field.to for route in spec.routes for field in route.fields)


def as_related(files: dict[str, bytes], spec: Spec) -> dict[str, bytes]:
    """Return shared files as a project with this spec has them."""
    if not uses_references(spec):
        return files
    return {path: otherwise(text, RELATED.get(path, ())) for path, text in files.items()}
