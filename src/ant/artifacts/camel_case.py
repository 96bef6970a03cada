"""The parts of shared files that differ where JSON keys are in camelCase.

Schemas give their fields such keys by themselves (``helper/camel_case.py``). What is left names
keys that no schema has, as pages and errors do, or finds the key of a column. No project is to
change by a line that does without, so the templates are those of all projects.
"""

from ant.artifacts.replacements import Replacements

_JSON_KEY = "from helper.camel_case import json_key\n"
_PER_PAGE = ('"per_page"', '"perPage"')
_UPDATED = ('("updated_at",)', '("updatedAt",)')
_REQUEST_ID = ('"request_id"', '"requestId"')


def _behind(line: str, *others: str) -> tuple[str, str]:
    """Put more lines behind one."""
    return line, "".join((line, *others))


def _before(line: str, *others: str) -> tuple[str, str]:
    """Put more lines before one."""
    return line, "".join((*others, line))


OF_PROJECTS: dict[str, Replacements] = {
    "api/startup/access_log.py": (_REQUEST_ID,),
    "api/startup/error_handlers.py": (
        _before("from helper.execution_tracking.APIException import", _JSON_KEY),
        ("return [column.key for", "return [json_key(column.key) for"),
    ),
    "tests/test_app.py": (_REQUEST_ID,),
    "tests/test_health_checks.py": (_REQUEST_ID,),
    "tests/test_log.py": (('get_json()["request_id"]', 'get_json()["requestId"]'),),
}
"""By path, texts and their replacements, in files of every project."""

OF_ROUTES: dict[str, Replacements] = {
    "api/helper/execution_tracking/Conflict.py": (
        _before("from helper.execution_tracking.APIException import", _JSON_KEY),
        ('tuple(field.removesuffix("_") for field in fields)', "tuple(map(json_key, fields))"),
        ("clients know ``from_`` as ``from``", "clients know ``created_at`` as ``createdAt``"),
        _behind(
            '        """Take both fields, and what has to stand between them."""\n',
            "        left, right = json_key(left), json_key(right)\n",
        ),
    ),
    "api/helper/functions/json_answer.py": (
        _before("from helper.execution_tracking.APIException import", _JSON_KEY),
        (
            "return public_values(value)",
            "return {json_key(name): shown for name, shown in public_values(value).items()}",
        ),
        ("{field.name: getattr", "{json_key(field.name): getattr"),
    ),
    "api/helper/functions/list_query.py": (
        ("sort=-created_at", "sort=-createdAt"),
        ('PARAMETERS = ("page", "per_page"', 'PARAMETERS = ("page", "perPage"'),
        ('counts = {"per_page"', 'counts = {"perPage"'),
        (
            """\
            if name in ("page", "per_page"):
                settings[name] = _count(texts, LAST_PAGE if name == "page" else MOST_PER_PAGE)
""",
            """\
            if name == "page":
                settings["page"] = _count(texts, LAST_PAGE)
            elif name == "perPage":
                settings["per_page"] = _count(texts, MOST_PER_PAGE)
""",
        ),
    ),
    "api/helper/openapi_resources.py": (_PER_PAGE,),
    "api/helper/row_filters.py": (
        _before("from helper.columns import", _JSON_KEY),
        (
            'parameter = wanted.field if is_plain else f"{wanted.field}__{wanted.operator}"',
            "key = json_key(wanted.field)\n"
            '    parameter = key if is_plain else f"{key}__{wanted.operator}"',
        ),
        ("sorted by {name!r}", "sorted by {json_key(name)!r}"),
    ),
    "api/helper/schema_fields.py": (
        _behind(
            "from marshmallow import ValidationError, fields, validate\n",
            "\nimport helper.camel_case  # noqa: F401, which gives fields their keys\n",
        ),
    ),
    "tests/checks/lists.py": (
        _PER_PAGE,
        ('"created_at"', '"createdAt"'),
        ('"created_at__gte"', '"createdAt__gte"'),
    ),
    "tests/checks/rows.py": (_UPDATED,),
    "tests/factories/factory.py": (
        _before("from helper.model_rows import", _JSON_KEY),
        (
            "self.examples = examples or {}",
            "self.examples = {json_key(name): (examples or {})[name] for name in examples or {}}",
        ),
        ("or name in SERVER]", "or name in map(json_key, SERVER)]"),
        (
            'columns[name] = Column(name, f"{self.route}.{name}", loaded, stored, hidden)',
            'topic = f"{self.route}.{loaded.name if loaded else name}"\n'
            "            columns[name] = Column(name, topic, loaded, stored, hidden)",
        ),
    ),
}
"""The same in files that all routes with fields share."""

OF_SOME: dict[str, Replacements] = {
    "api/helper/related_rows.py": (('f"{key}_rows"', 'f"{key}Rows"'),),
    "tests/checks/collections.py": (
        ("per_page=", "perPage="),
        ("self.column", "json_key(self.column)"),
        _before("from helper.DBSession import", _JSON_KEY),
    ),
    "api/schemas/auth_schemas.py": (
        *(
            (f"{name} = {kind}(required=True", f'{name} = {kind}(data_key="{name}", required=True')
            for name, kind in (
                ("access_token", "String"),
                ("refresh_token", "String"),
                ("token_type", "String"),
                ("expires_in", "Integer"),
            )
        ),
    ),
    "tests/accounts.py": (
        (
            "known, body = RegisterSchema().fields, factory.body(whole=False)",
            "body = factory.body(whole=False)\n"
            "    known = {field.data_key for field in RegisterSchema().fields.values()}",
        ),
    ),
    "tests/test_auth_route.py": (
        ("new_password=", "newPassword="),
        ('"verified_at"', '"verifiedAt"'),
    ),
    "tests/factories/rules.py": (
        ('tuple(column.key.removesuffix("_") for', "tuple(json_key(column.key) for"),
        ('return words.partition("__")[0]', 'return json_key(words.partition("__")[0])'),
        (
            "sorted((words[0], words[1], words[2]) for words in said if words)",
            "sorted((json_key(left), sign, json_key(right)) for left, sign, right in told)",
        ),
        (
            'said = (rule.info.get("compares") for rule in self.table.constraints)',
            'told = [rule.info["compares"] for rule in self.table.constraints'
            ' if "compares" in rule.info]',
        ),
        _before("from startup.Alchemy import", _JSON_KEY),
    ),
    "tests/deletion_checks.py": (
        ('key.conditions - {"deleted_at"}', 'key.conditions - {"deletedAt"}'),
        ('if k != "deleted_at"', 'if k != "deletedAt"'),
        ('if name != "updated_at"', 'if name != "updatedAt"'),
    ),
    "tests/link_checks.py": (
        ("self.name", "self.key"),
        _behind(
            "    name: ClassVar[str]\n",
            "\n    @property\n"
            "    def key(self) -> str:\n"
            '        """What clients call the ids."""\n'
            "        return json_key(self.name)\n",
        ),
        _before("\n\nclass ReverseLinkChecks", _JSON_KEY),
    ),
    "tests/owner_checks.py": (
        _PER_PAGE,
        ('{f"{column.name} {name}" for', '{f"{column.key} {name}" for'),
    ),
}
"""The same in files that only some projects have."""

REPLACEMENTS = OF_PROJECTS | OF_ROUTES | OF_SOME


def is_camel_case(path: str, content: bytes) -> bool:
    """Whether a file that differs in camelCase has that form."""
    text = content.decode()
    return any(instead in text for _, instead in REPLACEMENTS[path])
