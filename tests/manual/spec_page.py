"""The page of the manual about the spec, made from its JSON Schema and the rules of fields."""

import json
from typing import Any

from ant.cli.commands.field_help import meanings
from ant.field_types.registry import TYPES
from support.generated import TEMPLATE

INTRODUCTION = """\
# The spec

<!-- Made by "python3 dev.py manual" from the JSON Schema of the spec and the rules of fields. -->

A spec says what an API is made of. It is JSON or YAML; the `ant.json` of a project is one, and `ant schema` prints
its JSON Schema for your editor, where each value below is described exactly. Unknown keys are errors.

```json
{
  "project": {"auth": "token"},
  "routes": {
    "customers": {"fields": {"name": "string:required:max=120", "email": "email:required:unique"}},
    "tickets": {
      "auth": {"read": "public"},
      "fields": {"title": "string:required", "customer": "reference:to=customers:required"},
      "subroutes": {"urgent": {"type": "GET", "mock": []}}
    }
  }
}
```
"""

FIELDS = """\
## Fields

A field is a short string, `type:modifier:…`, or an object with the same words as keys:
`"decimal:min=0:scale=2"` is `{"type": "decimal", "min": 0, "scale": 2}`. On the command line its name stands in front:
`total:decimal:min=0`. A route with fields is a resource: it answers GET, POST, PUT, PATCH and DELETE from its table.
Each row has `id`, `created_at` and `updated_at` besides.

| type | modifiers |
| --- | --- |
"""

ENUMS = """\
## Enums of a project

```json
{
  "project": {"enums": {"priority": ["low", "normal", "high"]}},
  "routes": {
    "tickets": {"fields": {"title": "string:required", "priority": "enum:of=priority:default=normal"}},
    "tasks": {"fields": {"priority": "enum:of=priority:required"}}
  }
}
```

What several fields may be is said once, in `project`, and `of=` names it in the place of `values=`. In the code it is a tuple of
`helper/enums.py`, `PRIORITY_VALUES`, which models and schemas import, and in the OpenAPI document a schema, `Priority`, to which all of
them refer. A value that comes or goes is one migration of all tables whose columns have the enum; a value that rows still have is told
before, and `--fill tickets.priority=low` gives them another one. From `values=` to `of=` with the same values and back, no table changes.

On the command line it is `ant generate api NAME --enum priority=low,normal,high`, and later a line of `ant.json` with `ant apply`.
"""

RELATIONS = """\
## Relations

`"customer": "reference:to=customers"` in `orders` is the column `customer_id`, and lists the orders of a customer at
`/customers/1/orders`; of two references to one route each list is called by its field as well, as `/customers/1/buyer_orders`.

`"subject": "reference:to=posts,photos"` in `comments` leads to a row of one of several routes, and `"to": ["posts", "photos"]` is
the same in an object. Clients know it by two keys, `"subject_type": "posts", "subject_id": 7`, which go together in a body, as the
document says: only one of them is answered with 400, an id of no such row with 409. Lists are filtered and sorted by both, and
`/posts/7/comments` has those of one row. The table has a column with a foreign key for each route, `subject__posts_id`, and a check that one of them is set, or at
most one where the field is not `required`; so `on_delete` is kept by the database. It takes `required`, `on_delete` and
`description`; the routes that it leads to have the same `key`. Another route can be added to `to` later.
A rule over several fields is about one of these columns, and names it `subject__posts`; there may be one for each route.

`"labels": "many:to=labels"` in `products` is a table between the two. Both ends list their rows, and put them in and take them out:
`/products/1/labels` with `/products/1/labels/2`, and `/labels/2/products` with `/labels/2/products/1`. Both ends ask for the
guards of both routes, and changes for that of `update` of the route that has the field. Rows that one may not see are at neither end.

A product shows the ids of its labels, `"labels": [1, 2]`, and takes them in `POST`, `PUT` and `PATCH`, up to 1,000: they take the
place of those that it has, in one transaction with the row. One that is there twice counts once, an id of no row, or of one that
one may not see, is answered with 409 that names it, and links to rows that one may not see stay. What a body does not name stays
as it is, also in a `PUT`; `[]` takes all out. A list costs one statement more for all of its rows.

Links go with the row of either end that is deleted. Where one has to keep a row from being deleted, or has columns of its own, it is
a route with two references, `on_delete=restrict` and `"unique": [["product", "label"]]`.

The other end is left out where the field leads to its own route, and where another list or subroute has its URL or its methods.

Where a reference is `unique`, that list is one row: with `user: reference:to=users:unique` of `profiles`, `GET /users/1/profiles` answers
with the row itself and its ETag, and with 404 where there is none. `ant apply` says so where `unique` comes or goes.
"""

BYTES = """
## Bytes

`"photo": "binary:max=65536"` in `users` takes the base64 of 1 to 65,536 bytes (524,288 without `max`) in a `POST`, `PUT` or `PATCH`;
anything else is a 400 that names the field. `MAX_CONTENT_LENGTH` limits the body as a whole.

`GET /users/1/photo` answers with the bytes themselves, as an `application/octet-stream` to be saved, with an ETag; with 404 where
there is no such row, or no photo of it. It has the guard of `GET /users/1`, and a `private` field has no such URL.

In JSON one row shows them as base64 where that is asked for: `GET /users/1?expand=photo`. No other answer has them, so that neither
lists nor stored responses grow by them, and what is sent back as it was read loses nothing: a `PUT` without the field leaves the bytes
as they are, `null` removes them. Lists are not filtered or sorted by them. The column is a `BYTEA` or `BLOB`, and has no default.
`--fill users.photo=AP8=` gives existing rows a value, as base64.
"""

INDEXED = """
A `text` that is `unique` or has an `index` has at most 600 characters, as PostgreSQL refuses to index more than 2,704 bytes; what is
longer is a 400. The texts of a rule over several fields have as many together.
"""

KEYS = """
## Keys

`"key"` says what the rows of a route are called by, or those of all routes that say nothing where it is in `project`. `integer`, the
default, counts up. `uuid` is made by the application: UUIDs of version 7, in the order of their making. `string:max=20` is given by
the client, as `id` in a POST: the code of a country, the number of a product. It never changes, so PUT and PATCH refuse an `id`, and
one that is taken is a 409. Such a text has no more than `max` characters, 255 without it; it begins with a letter or a digit, and
has of these and `. _ ~ : @ -` alone: no slash and no blank, so that it stands in URLs and in lists such as `id__in=DE,FR` as it is.
What a subroute is called (`/countries/codes`) is no key. On the command line it is `--key string:max=20`.

References, the rows of a `many`, URLs, filters and links hold what the rows that they lead to are called by. Accounts, and those
whose rows others are (`owner`, `tenant`), are called by numbers or UUIDs. The key of a route with rows does not change.

A route may name a reference of its own instead, which is then the key of its rows: one to one, or the part of a row that only some have.

```json
{"routes": {
  "users": {"fields": {"name": "string:required"}},
  "profiles": {"key": "user", "fields": {"user": "reference:required:to=users:on_delete=cascade", "bio": "text"}}
}}
```

The table `profiles` has no column `id`: its primary key is `user_id`, which is the foreign key as well. A POST says `user_id`, once for
each user: the second is a 409. The row is at `/profiles/<id of the user>` and at `/users/<id>/profiles`, and shows what it is called by as
`id` and as `user_id`; lists are filtered and sorted by either. It never changes, so PUT and PATCH refuse it. What refers to profiles holds
ids of users, and may be a key itself. Such a reference is `required`, and neither `private`, `readonly`, `unique` nor `index`; no `owner`
and no `tenant`, as nobody could have two rows. Where `profiles` has `"delete": "soft"`, a deleted row still has its key: it is restored,
and not made again. In the code `row.id` and `row.user_id` are the same. On the command line it is `--key user`.
"""
RULES = """\
## Rules over several fields

```json
{
  "routes": {
    "copies": {"fields": {"shelf": "string:required", "number": "integer:required"}, "unique": [["shelf", "number"]]},
    "loans": {
      "fields": {"copy": "reference:to=copies:required", "lent_on": "date:required", "returned_on": "date"},
      "unique": [{"fields": ["copy"], "where": {"returned_on__isnull": true}}],
      "index": [["returned_on", "-created_at"]],
      "check": ["lent_on <= returned_on"]
    }
  }
}
```

`unique` and `index` take lists of fields, or objects that say with `where` of which rows, in the words of the filters of
lists: the field itself, `__ne`, `__in` or `__isnull`. Here no copy is lent twice at a time. With `"ignore_case": true` texts that
differ in upper and lower case alone are the same: `{"fields": ["name"], "ignore_case": true}` (SQLite knows so of the letters A to Z
alone, PostgreSQL of those of its locale). In an `index`, `-created_at` begins with the largest value.

`check` compares two fields of a row: whole numbers, decimals, dates, times or datetimes with `<`, `<=`, `>` or `>=`, references
to one route with `!=`. What a field may be beside a fixed value is its `min` and `max`. As in SQL, what is empty is like
nothing else and breaks no comparison. A rule that the limits of its fields decide already, or a condition that all rows or none
can meet, is refused with the reason.

The database holds these rules, so that no other request comes between: what is taken is answered with 409, what does not compare
with 400, and both name the fields. A rule that comes into a table with rows is a migration, which stops, and says so before,
where rows break it. On the command line they are options of `ant generate route` and `ant generate rules`, each as often as need
be: `--unique shelf,number`, `--check "lent_on <= returned_on"`. To take one out, take it out of `ant.json` and run `ant apply`.
"""

BULK = """\
## Many rows in one request

`"bulk": true` on a route, or `--bulk` of `ant generate route`, adds `POST /orders/bulk`. It takes a JSON list of 1 to 500 bodies of a POST,
asks for the same guard, takes an `Idempotency-Key` where POST does, and answers 201 with the list of the rows, in the same order. All of
them are made, by one INSERT for those with values of the same columns, or none. What is wrong is told by the position in the list,
which counts from 0:

```json
{"message": "3: name: Another row has this value already.", "errors": {"3": {"name": ["Another row has this value already."]}}}
```

It is a 400 for what the schema does not allow, of all rows at once, and a 409 for what only the database can tell. The service has a method of its own for it,
`create_orders_bulk`: rules of your own in `create_orders` belong there as well. `MOST_ROWS` in `helper/functions/bulk.py` bounds
the list. A route with a password has no `bulk`, since each is hashed, which is slow on purpose.
"""

Schema = dict[str, Any]


def spec_page() -> str:
    """The whole page."""
    schema = json.loads((TEMPLATE / ".ant/schema.json").read_text())
    parts = [INTRODUCTION]
    for title, node in (
        ("Top level", schema),
        ("project", schema["properties"]["project"]),
        ("A route", schema["$defs"]["route"]),
        ("A subroute", schema["$defs"]["subroute"]),
    ):
        parts += [f"## {title}\n", _keys(schema, node), ""]
    types = [f"| `{kind.name}` | {_ticked(kind.modifiers)} |" for kind in TYPES.values()]
    parts += [FIELDS + "\n".join(types), "", "| modifier | what it says |", "| --- | --- |"]
    parts += [f"| `{key}` | {meaning} |" for key, meaning in meanings().items()]
    return "\n".join([*parts, "", _lengths(), BYTES, KEYS, ENUMS, RELATIONS, RULES, BULK])


def _keys(schema: Schema, node: Schema) -> str:
    rows = [
        f"| `{key}` | {_kind(schema, value)} | {_description(schema, value)} |"
        for key, value in node["properties"].items()
        if not key.startswith("$")
    ]
    return "\n".join(["| key | value | what it says |", "| --- | --- | --- |", *rows])


def _resolved(schema: Schema, node: Schema) -> Schema:
    reference = node.get("$ref", "")
    return {**schema["$defs"][reference.split("/")[-1]], **node} if reference else node


def _description(schema: Schema, node: Schema) -> str:
    resolved = _resolved(schema, node)
    examples = resolved.get("examples") or schema["$defs"]["guard"]["examples"]
    is_listed = "examples" in resolved or node.get("$ref") == "#/$defs/auth"
    listed = f" For example {_ticked(examples)}." if is_listed else ""
    return f"{resolved.get('description', '')}{listed}".strip()


def _kind(schema: Schema, node: Schema) -> str:
    resolved = _resolved(schema, node)
    if "enum" in resolved:
        return _ticked(resolved["enum"])
    if "const" in resolved:
        return _ticked([resolved["const"]])
    if "if" in resolved:
        return "text or object"
    kind = str(resolved.get("type", "any JSON"))
    return {"string": "text", "array": "list", "boolean": "`true` or `false`"}.get(kind, kind)


def _ticked(words: Any) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _lengths() -> str:
    said = [
        f"`{kind.name}` from {kind.modifier_defaults.get('min', 1)} to {kind.modifier_defaults['max']}"
        for kind in TYPES.values()
        if kind.longest and "max" in kind.modifier_defaults and not kind.is_bytes
    ]
    return f"Lengths where a field does not say otherwise: {', '.join(said)} characters.\n{INDEXED}"
