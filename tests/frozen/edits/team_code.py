"""What a team changes in the code of a store."""

import re
from pathlib import Path

from frozen.edits.editing import (
    NotThere,
    add,
    add_files,
    append,
    delete,
    insert_after,
    insert_before,
    read,
    replace,
)

APP = "api/app.py"
CONFLICT = "from helper.execution_tracking.Conflict import Conflict\n"


def sort_the_imports_of_the_application_another_way(project: Path) -> None:
    """Settings first, then what starts, then the routes."""
    lines = read(project, APP).split("\n")
    imports = [line for line in lines if line.startswith(("from startup.", "from routes."))]
    order = [line for line in imports if line.startswith("from startup.")]
    order += ["", *(line for line in imports if line.startswith("from routes."))]
    replace(project, APP, "\n".join(imports), "\n".join(order))


def write_a_blueprint_for_the_load_balancer(project: Path) -> None:
    """A route of one's own, and a session method that it needs."""
    add_files(project, "status")
    insert_before(
        project, APP, "from routes.suppliers_route", "from routes.status_route import status_bp\n"
    )
    insert_before(
        project, APP, "    app.register_blueprint(default_bp)\n",
        "    # no prefix and no token: the load balancer asks here\n"
        "    app.register_blueprint(status_bp)\n",
    )  # fmt: skip
    session = "api/helper/DBSession.py"
    replace(
        project, session,
        "from sqlalchemy import Connection, Executable, Result\n",
        "from sqlalchemy import Connection, Executable, Result, Select, literal, select\n",
    )  # fmt: skip
    insert_before(
        project, session, "    @contextmanager\n    def transaction(self)",
        '    def ping(self) -> None:\n        """Raise unless the database answers."""\n'
        "        self.execute(select(literal(1)))\n\n"
        "    def scalar(self, statement: Select[Any]) -> Any:\n"
        '        """Return the one value that a statement finds."""\n'
        "        return self.execute(statement).scalar_one()\n\n",
    )  # fmt: skip


def number_the_requests(project: Path) -> None:
    """Hooks before and after each request."""
    insert_after(
        project, APP,
        "from startup.request_hooks import EXPOSED_HEADERS, register_request_hooks\n",
        "from startup.request_id import remember_request_id, send_request_id\n",
    )  # fmt: skip
    insert_after(
        project, APP, "    register_request_hooks(app, settings)\n",
        "    app.before_request(remember_request_id)\n    app.after_request(send_request_id)\n",
    )  # fmt: skip


def give_the_warehouse_endpoints(project: Path) -> None:
    """A route, a service, a query, an error with its handler, a setting, and their tests."""
    add_files(project, "stock")
    insert_before(
        project, APP, "from routes.suppliers_route", "from routes.stock_route import stock_bp\n"
    )
    insert_after(
        project, APP, "    app.register_blueprint(reviews_bp)\n",
        "    app.register_blueprint(stock_bp)\n",
    )  # fmt: skip
    products = "api/repositories/products_repository.py"
    insert_before(project, products, "from helper.DBSession", "from sqlalchemy import select\n\n")
    insert_before(
        project, products, "\n\nmyProductsRepository = ",
        "\n    def get_low_stock(self, below: int) -> list[Products]:\n"
        '        """Return the products of which fewer are left, the scarcest first."""\n'
        "        wanted = select(Products).where(Products.in_stock < below)\n"
        "        ordered = wanted.order_by(Products.in_stock, Products.sku)\n"
        "        return list(self.db.execute(ordered).scalars())\n",
    )  # fmt: skip
    handlers = "api/startup/error_handlers.py"
    insert_after(
        project, handlers, "from helper.execution_tracking.APIException import APIException\n",
        "from helper.execution_tracking.InsufficientStock import InsufficientStock\n",
    )  # fmt: skip
    insert_after(
        project, handlers, "    app.register_error_handler(HTTPException, answer_http_exception)\n",
        "    app.register_error_handler(InsufficientStock, answer_insufficient_stock)\n",
    )  # fmt: skip
    insert_before(
        project, handlers, "def answer_unavailable(",
        "def answer_insufficient_stock(error: InsufficientStock) -> Response:\n"
        '    """Tell the warehouse how many are left."""\n'
        '    message = f"{error.sku}: only {error.there} left."\n'
        "    response = jsonify(message=message, left=error.there)\n"
        "    response.status_code = 409\n    return response\n\n\n",
    )  # fmt: skip


def write_the_rules_of_orders(project: Path) -> None:
    """Business rules in generated methods, methods of one's own, a query and an endpoint."""
    add_files(project, "order_rules")
    service = "api/services/orders_service.py"
    insert_before(project, service, "from helper.execution_tracking.NotFound", CONFLICT)
    insert_before(project, service, "\nclass OrdersService:", "MOST_OPEN_ORDERS = 100\n\n")
    replace(
        project, service,
        '        """Insert a row and return it; raise ``Conflict``."""\n'
        "        return self.repository.insert(data)\n",
        '        """Insert a row and return it; raise ``Conflict``, also for too many."""\n'
        '        if self.repository.count_open(data["customer_id"]) >= MOST_OPEN_ORDERS:\n'
        '            raise Conflict("Too many open orders.", ["customer_id"])\n'
        "        return self.repository.insert(data)\n",
    )  # fmt: skip
    patch = (
        "        row = self.repository.update(id, data, check)\n"
        '        return found(row, "orders", id)\n'
    )
    insert_before(
        project, service, f"{patch}\n    def delete_orders",
        '        if data.get("status") == "cancelled":\n'
        "            self._refuse_shipped(self.get_orders_by_id(id))\n",
    )  # fmt: skip
    insert_before(
        project, service, "\n\nmyOrdersService = ",
        "\n    def cancel_order(self, id: int) -> Orders:\n"
        '        """Cancel an order unless it has left the house."""\n'
        '        return self.patch_orders(id, {"status": "cancelled"})\n\n'
        "    def _refuse_shipped(self, row: Orders) -> None:\n"
        '        if row.status == "shipped":\n'
        '            raise Conflict("The order has been shipped.", ["status"])\n',
    )  # fmt: skip
    repository = "api/repositories/orders_repository.py"
    insert_before(
        project, repository, "from helper.DBSession", "from sqlalchemy import func, select\n\n"
    )
    insert_before(
        project, repository, "\n\nmyOrdersRepository = ",
        "\n    def count_open(self, customer_id: int) -> int:\n"
        '        """Return how many orders of a customer are neither shipped nor cancelled."""\n'
        "        of_customer = select(func.count()).where(Orders.customer_id == customer_id)\n"
        '        open_ones = of_customer.where(Orders.status.in_(["new", "paid"]))\n'
        "        return int(self.db.scalar(open_ones))\n",
    )  # fmt: skip
    route = "api/routes/orders_route.py"
    insert_before(
        project, route, "from helper.functions.json_answer",
        "from decorators.token_required import token_required\n",
    )  # fmt: skip
    append(
        project, route,
        '\n\n@orders_bp.post("/<int:id>/cancel")\n@token_required\n'
        'def cancel_order(id: int) -> Response:\n    """Cancel an order."""\n'
        "    return row_answer(myOrdersService.cancel_order(id))\n",
    )  # fmt: skip


def add_columns_by_hand(project: Path) -> None:
    """Columns in two models and the migration that ``alembic revision`` began."""
    insert_before(
        project, "api/models/Products_model.py", "    created_at:",
        "    barcode: Mapped[str | None] = mapped_column(String(13), index=True)\n",
    )  # fmt: skip
    customers = "api/models/Customers_model.py"
    replace(
        project, customers,
        "CheckConstraint, Date, String, Text", "CheckConstraint, Date, Integer, String, Text",
    )  # fmt: skip
    insert_before(
        project, customers, "    created_at:",
        '    points: Mapped[int] = mapped_column(Integer, default=0, server_default="0")\n',
    )  # fmt: skip
    initial = read(project, "api/migrations/versions/0001_initial.py")
    revision = re.search(r'^revision: str = "(\w+)"$', initial, re.MULTILINE)
    if not revision:
        raise NotThere("the first migration has no revision")
    add(
        project, "api/migrations/versions/5b1e0c4d9a72_add_barcode_and_points.py",
        f'"""add barcode and points\n\nRevision ID: 5b1e0c4d9a72\nRevises: {revision[1]}\n"""\n\n'
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        f'revision = "5b1e0c4d9a72"\ndown_revision = "{revision[1]}"\n'
        "branch_labels = None\ndepends_on = None\n\n\n"
        "def upgrade() -> None:\n"
        '    op.add_column("products", sa.Column("barcode", sa.String(13), nullable=True))\n'
        '    op.create_index("ix_products_barcode", "products", ["barcode"])\n'
        '    op.add_column(\n        "customers",\n'
        '        sa.Column("points", sa.Integer(), server_default="0", nullable=False),\n'
        "    )\n\n\n"
        "def downgrade() -> None:\n"
        '    op.drop_column("customers", "points")\n'
        '    op.drop_index("ix_products_barcode", "products")\n'
        '    op.drop_column("products", "barcode")\n',
    )  # fmt: skip


def refuse_addresses_that_are_thrown_away(project: Path) -> None:
    """A validator in the schema of a resource."""
    schema = "api/schemas/PostCustomers_schema.py"
    replace(
        project, schema, "from marshmallow import Schema, validate\n",
        "from marshmallow import Schema, ValidationError, validate, validates\n",
    )  # fmt: skip
    insert_before(
        project, schema, "\nclass PostCustomersSchema",
        'THROWN_AWAY = {"mailinator.com", "trashmail.com"}\n\n',
    )  # fmt: skip
    append(
        project, schema,
        '\n    @validates("email")\n'
        "    def refuse_thrown_away(self, value: str, data_key: str) -> None:\n"
        '        """Refuse an address that nobody reads."""\n'
        '        if value.rpartition("@")[2].lower() in THROWN_AWAY:\n'
        '            raise ValidationError("Please use an address that you read.")\n',
    )  # fmt: skip


def write_the_log_another_way(project: Path) -> None:
    """Another format of the lines."""
    replace(
        project, "api/helper/execution_tracking/Logger.py",
        '_Formatter("%(asctime)s - %(levelname)s - %(message)s")',
        '_Formatter("[%(levelname)s] %(asctime)s pid=%(process)d %(message)s")',
    )  # fmt: skip


def read_settings_of_ones_own(project: Path) -> None:
    """Typed like the others, with a check."""
    settings = "api/startup/Environment.py"
    insert_before(
        project, settings, '    JWT_SECRET: str = os.environ.get("JWT_SECRET", "")\n',
        '    LOW_STOCK: int = _positive("LOW_STOCK", os.environ.get("LOW_STOCK") or "10")\n'
        '    REDIS_URL: str = os.environ.get("REDIS_URL", "")\n\n',
    )  # fmt: skip
    insert_before(
        project, settings, "\n\nmyEnvironment = Environment()",
        '        if self.REDIS_URL and not self.REDIS_URL.startswith("redis"):\n'
        '            refuse_to_start("REDIS_URL must begin with redis:// or rediss://.")\n',
    )  # fmt: skip


def throw_out_what_nobody_used(project: Path) -> None:
    """Delete a test, a helper and the AWS client, and what the other tests say of them."""
    delete(
        project, "tests/test_columns.py", "api/helper/functions/update_measurement.py",
        "api/apis/aws/AWSClient.py",
    )  # fmt: skip
    helpers = "tests/test_helpers.py"
    text = read(project, helpers)
    for name in ("test_update_measurement_stores", "test_the_aws_client_signs"):
        found = re.search(rf"\n\n\ndef {name}.*?(?=\n\n\n|\n\Z)", text, re.DOTALL)
        if not found:
            raise NotThere(f"{helpers} has no {name}")
        replace(project, helpers, found[0], "")
    for line in (
        "from apis.aws.AWSClient import AWSClient\n",
        "from dataclasses import dataclass\n",
        "from typing import Any\n",
        "from helper.functions.update_measurement import update_measurement\n",
    ):
        replace(project, helpers, line, "")
    replace(project, helpers, ", and the AWS client.", ".")


def change_the_tests(project: Path) -> None:
    """Names as this shop has them, a fixture for all, and tests beside the generated ones."""
    replace(
        project, "tests/factories/customers_factory.py",
        '    "customers", PostCustomersSchema, GetCustomersSchema, myCustomersService\n',
        '    "customers",\n    PostCustomersSchema,\n    GetCustomersSchema,\n'
        "    myCustomersService,\n"
        "    # the customers that support knows by heart\n"
        '    examples={"name": ["Ada Lovelace", "Grace Hopper"]},\n',
    )  # fmt: skip
    append(
        project, "tests/conftest.py",
        "\n\n@pytest.fixture\n"
        "def token_headers(make_token: Callable[..., str]) -> dict[str, str]:\n"
        '    """The headers of somebody who has signed in."""\n'
        '    return {"Authorization": f"Bearer {make_token()}"}\n',
    )  # fmt: skip
    insert_after(
        project, "tests/test_customers_route.py", "    factory = customers_factory\n",
        "\n    def test_nobody_signs_up_with_an_address_that_is_thrown_away(self) -> None:\n"
        '        body = {**self.factory.body(), "email": "ada@mailinator.com"}\n'
        "        response = self.client.post(self.factory.path, json=body)\n"
        "        assert response.status_code == 400\n"
        '        assert list(response.get_json()["errors"]) == ["email"]\n',
    )  # fmt: skip
    insert_before(
        project, "tests/test_environment.py", '        ("DOCS", "False", False),\n',
        '        ("LOW_STOCK", "3", 3),\n        ("REDIS_URL", "redis://cache", "redis://cache"),\n',
    )  # fmt: skip
