"""Paths and module names of generated files."""

CODE, TESTS = "api/", "tests/"
"""The folders that modules are imported from."""

SHARED_PACKAGES = ("helper", "decorators", "startup", "apis")
"""Those of the application that no route has modules in."""
MOCKS = "api/mocks/"

MANIFEST = "ant.json"
APPLIED = ".ant/applied.json"
MERGING = ".ant/.gitattributes"
"""Tells git how to merge what two branches have generated."""
ENV_FILE = ".env"
EXAMPLE = ".env.example"
README = "README.md"
AGENTS = "AGENTS.md"
REQUIREMENTS = "requirements.txt"
LOCK = "requirements.lock"

APP = "api/app.py"
APP_PACKAGE = "api/app/__init__.py"
"""Stands in the place of ``app.py`` in some projects."""
ALCHEMY = "api/startup/Alchemy.py"
DECORATORS = "api/decorators/token_required.py"
COLUMNS = "api/helper/columns.py"
"""The types of columns, in every project with fields."""
DECIMALS = (
    "api/helper/decimals.py",
    "api/helper/sqlite_compiler.py",
    "api/helper/sqlite_decimals.py",
)
"""What only projects have that have had a field of type decimal."""
CHECKED_COLLECTIONS = "tests/checks/collections.py"
"""What tests of routes have in common that rows of other routes are below."""
CONFTEST = "tests/conftest.py"
DEFAULT_ROUTE = "api/routes/default_route.py"
DOCUMENTATION = "api/startup/documentation.py"
GUARDS = "api/startup/guards.py"
HEALTH = "api/startup/health.py"
CAMEL_CASE = "api/helper/camel_case.py"
"""What only projects have whose keys of JSON are in camelCase."""
HASHED = "api/helper/functions/hashed.py"
"""How passwords are hashed, in projects that have any."""
REFERENCES = "api/helper/references.py"
"""What loads that, in projects with fields."""
RELATED_ROWS = "api/helper/related_rows.py"
"""What reads the rows that others refer to, in projects with references."""
IDS = "api/helper/ids.py"
"""What rows are called by, in every project with fields."""
JSON_ANSWER = "api/helper/functions/json_answer.py"
LOAD_BODY = "api/helper/functions/load_body.py"
LOAD_MOCK = "api/helper/functions/load_mock.py"
ENUMS = "api/helper/enums.py"
"""The values of the enums that a project has, where it has any."""
OPENAPI_ENUMS = "api/helper/openapi_enums.py"
"""What only projects have whose fields have enums of the project."""
OPENAPI_PAIRS = "api/helper/openapi_pairs.py"
OPENAPI_ROW_BYTES = "api/helper/openapi_row_bytes.py"
OPENAPI_MANY_ROWS = "api/helper/openapi_many_rows.py"
TESTED_PREFIX = "tests/factories/prefix.py"
"""What tests put before the URL of every route."""
LOAD_MOCK_TESTS = "tests/test_load_mock.py"
OWNERSHIP = "api/repositories/ownership.py"
"""What every project with rows has, and what is another file where rows belong to somebody."""


def path_of(module: str, root: str = CODE) -> str:
    """The file of a module of the application: ``models.Users_model`` is in ``api/models/``."""
    return f"{root}{module.replace('.', '/')}.py"


def module_of(path: str) -> str:
    """The dotted name of a file, as code below the same root imports it."""
    name = path.removeprefix(root_of(path)).removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def root_of(path: str) -> str:
    """The folder that a file is imported from; '' for one outside of both."""
    return next((root for root in (CODE, TESTS) if path.startswith(root)), "")
