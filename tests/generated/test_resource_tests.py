"""The tests that come with routes that have fields: they pass, and find what breaks."""

import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from support.generated import REPOSITORY
from support.server import plain_environment

Run = subprocess.CompletedProcess[str]
RunTests = Callable[..., Run]
SPEC = REPOSITORY / "tests/support/every_type.json"

# One fault a line: file in api/, what stands there once, what stands there instead, and the test
# that has to find it.
USERS = "models/Users_model.py"
POST_USERS = "schemas/PostUsers_schema.py"
POST_ORDERS = "schemas/PostOrders_schema.py"
CRUD = "repositories/CrudRepository.py"
KINDS = "helper/schema_fields.py"
QUERY = "helper/functions/list_query.py"
WRONG = "wrong_value"
BREAKAGES = [
    (USERS, "String(254), unique=True", "String(254)", "taken"),
    (USERS, 'ondelete="SET NULL"', 'ondelete="CASCADE"', "becomes_of"),
    (USERS, 'ondelete="RESTRICT"', 'ondelete="SET NULL"', "becomes_of"),
    ("models/Orders_model.py", 'ForeignKey("users.id", ondelete="CASCADE"), ', "KEY, ", "nothing"),
    (USERS, "(255), deferred=True)\n    rank", "(255))\n    rank", "hidden"),
    (USERS, "(255), deferred=True)\n    nick", "(255))\n    nick", "hidden"),
    (USERS, ", onupdate=utc_now", "", "patch_changes"),
    (USERS, "Integer, default=1", "Integer, default=2", "no_more"),
    (POST_USERS, "min=2, ", "", WRONG),
    (POST_USERS, "max=150", "max=151", WRONG),
    (POST_USERS, "max=120", "max=119", "extreme"),
    (POST_USERS, "min=8, ", "", WRONG),
    (POST_USERS, ', Matches("^[a-z][a-z0-9_]{2,15}\\\\Z")', "", WRONG),
    (POST_USERS, "email = Email(required=True", "email = Email(load_default=None", "must_be"),
    (POST_USERS, "    manager_id", "    rank = Integer()\n    manager_id", "readonly"),
    (POST_ORDERS, 'load_default="new", ', 'load_default="paid", ', "no_more"),
    (
        POST_ORDERS,
        'load_default="new", validate=validate.OneOf(["new", "paid", "shipped"])',
        'load_default="new"',
        WRONG,
    ),
    (POST_ORDERS, "max=dt.date(2030, 1, 1)", "", WRONG),
    (POST_ORDERS, 'min=Decimal("0")', 'min=Decimal("0.01")', "extreme"),
    (
        "schemas/GetUsers_schema.py",
        "    name = String()",
        "    name = String()\n    secret = String()",
        "filtered_nor",
    ),
    ("schemas/PatchUsers_schema.py", "partial=True", "partial=False", "patch"),
    (
        "services/users_service.py",
        'data = hashed(data, "password")\n        return',
        "return",
        "hidden_is_stored",
    ),
    (
        "services/users_service.py",
        "        self.get_users_by_id(id)\n        return self.repository.get_users_desks",
        "        return self.repository.get_users_desks",
        "below_a_row",
    ),
    (
        "services/users_service.py",
        "if not self.repository.remove(id, check):",
        "if self.repository.remove(id):",
        "deleted",
    ),
    ("services/orders_service.py", 'raise NotFound("orders_tags", tags_id)', "pass", "taken_out"),
    (
        "repositories/orders_repository.py",
        "query, OrdersTags, orders_id=id)",
        "query, OrdersTags, tags_id=id)",
        "OrdersTags",
    ),
    ("routes/users_route.py", "row_answer(row, 201, ", "row_answer(row, 200, ", "is_made"),
    (
        "routes/users_route.py",
        "load_body(PutUsersSchema)",
        "load_body(PatchUsersSchema)",
        "put_wants",
    ),
    ("routes/users_route.py", "delete_users(id, if_match())", "delete_users(id)", "changed_since"),
    (
        "routes/users_route.py",
        "patch_users(id, data, if_match())",
        "patch_users(id, data)",
        "changed_since",
    ),
    ("helper/columns.py", "value.replace(tzinfo=dt.UTC)", "value", "is_made"),
    ("helper/columns.py", "scaleb(self.scale)", "scaleb(2)", "is_made"),
    (
        "helper/execution_tracking/Conflict.py",
        '{"errors": errors} if errors else None',
        "None",
        "taken",
    ),
    ("helper/execution_tracking/NotFound.py", ", 404)", ", 400)", "not_found"),
    ("helper/functions/hashed.py", "generate_password_hash(text, METHOD)", "text", "stored"),
    ("helper/functions/json_answer.py", "Response(status=304", "Response(status=200", "has_it"),
    (
        "helper/functions/json_answer.py",
        "if not tags.contains(",
        "if tags.contains(",
        "changed_since",
    ),
    ("helper/functions/load_body.py", "if not isinstance(body, dict):", "if False:", "no_object"),
    ("helper/functions/load_body.py", "if not request.is_json:", "if False:", "another_type"),
    (QUERY, "MOST_PER_PAGE = 100", "MOST_PER_PAGE = 101", "means_nothing"),
    (QUERY, "-(-self.total // self.per_page)", "self.total // self.per_page", "in_pages"),
    (QUERY, 'raise ValidationError(f"Cannot sort by {name!r}.")', "continue", "means_nothing"),
    (
        QUERY,
        '[from_text(field, each) for each in text.split(",")]',
        "[from_text(field, text)]",
        "is_the_same",
    ),
    ("helper/model_rows.py", "if not each.deferred]\n\n\ndef", "]\n\n\ndef", "hidden"),
    (
        "helper/row_filters.py",
        "column.icontains(text, autoescape=True)",
        "column.icontains(text)",
        "texts",
    ),
    (
        "helper/row_filters.py",
        "column.istartswith(text, autoescape=True)",
        "column.istartswith(text)",
        "texts",
    ),
    ("helper/row_filters.py", '"gte": operator.ge', '"gte": operator.gt', "compares"),
    ("helper/row_filters.py", "else column.asc()", "else column.desc()", "order"),
    ("helper/row_filters.py", "order.nulls_last() if column.nullable else order", "order", "empty"),
    (KINDS, 'if "\\0" in text:', "if False:", WRONG),
    (KINDS, "if not -(2 ** (self.bits - 1)) <= value < 2 ** (self.bits - 1):", "if False:", WRONG),
    (KINDS, "or number % last", "", WRONG),
    (KINDS, "number.adjusted() >= self.whole", "False", WRONG),
    (KINDS, "if time.tzinfo is not None:", "if False:", WRONG),
    (KINDS, "if not self.pattern.search(text):", "if False:", WRONG),
    (
        CRUD,
        "if row is not None:\n                    check(row)\n                return row and",
        "return row and",
        "changed_since",
    ),
    (CRUD, "this_row = self.table.c.id == ", "this_row = self.table.c.id >= ", "patch_changes"),
    (
        "repositories/Listing.py",
        "(query.page - 1) * query.per_page",
        "query.page * query.per_page",
        "in_pages",
    ),
    (
        "repositories/Listing.py",
        "select_from(self.table).where(*wanted)",
        "select_from(self.table)",
        "filter",
    ),
    ("repositories/constraints.py", "if missing:", "if False:", "nothing"),
    ("repositories/constraints.py", "if unique:", "if False:", "taken"),
]


@pytest.fixture(scope="session")
def resources(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh project whose routes have fields of every type."""
    parent = tmp_path_factory.mktemp("resources")
    subprocess.run([ant_path, "generate", "api", "all", "--json", SPEC], cwd=parent, check=True)
    return parent / "all"


@pytest.fixture
def run_tests(project_python: Path) -> RunTests:
    """Run a project's tests as its owner would."""

    def run(project: Path, *arguments: str, **variables: str) -> Run:
        return subprocess.run(
            [project_python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=project, capture_output=True, text=True, timeout=600, check=False,
            env=plain_environment(variables),
        )  # fmt: skip

    return run


@pytest.mark.slow
def test_they_pass_on_both_databases(
    resources: Path, run_tests: RunTests, database: dict[str, str]
) -> None:
    run = run_tests(resources, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert "skipped" not in run.stdout


def test_each_breakage_is_one_edit_of_the_code_as_it_is(resources: Path) -> None:
    for file, before, after, _ in BREAKAGES:
        assert (resources / "api" / file).read_text().count(before) == 1, (file, before)
        assert before != after


def test_each_file_that_resources_share_has_a_breakage() -> None:
    shared = REPOSITORY / "src/ant/templates/resources/api"
    files = {str(path.relative_to(shared)) for path in shared.rglob("*.py")}
    assert files <= {file for file, _, _, _ in BREAKAGES}


@pytest.mark.slow
def test_each_breakage_is_found(resources: Path, run_tests: RunTests, tmp_path: Path) -> None:
    def survives(number: int) -> bool:
        project = tmp_path / str(number)
        shutil.copytree(resources, project)
        file, before, after, test = BREAKAGES[number]
        code = (project / "api" / file).read_text()
        (project / "api" / file).write_text(code.replace(before, after))
        run = run_tests(project, "-x", "-k", f"_route and ({test})")
        # 1 says that a test failed; a module that cannot even be imported is no good breakage.
        assert run.returncode in {0, 1}, (BREAKAGES[number], run.stdout + run.stderr)
        assert " error" not in run.stdout.splitlines()[-1], (BREAKAGES[number], run.stdout)
        return run.returncode == 0

    with ThreadPoolExecutor(3) as pool:
        alive = pool.map(survives, range(len(BREAKAGES)))
    survivors = [str(row) for row, survived in zip(BREAKAGES, alive, strict=True) if survived]
    assert not survivors, "\n".join(survivors)
