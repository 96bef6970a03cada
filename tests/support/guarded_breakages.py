"""Breakages of guards, with the generated tests that find them."""

from support.breakages import Breakage, breakages

USERS, ORDERS = "users_route Guards", "orders_route Guards"
REPORTS = "reports_route Guards"
IF_MATCH = "tags_route names_no_version"
KEYS = "tags_route Idempotency"


def _guard(url: str, guard: str, instead: str, tests: str) -> tuple[str, str, str]:
    """A view whose guard is taken out, or exchanged for another."""
    return f"{url}\n@{guard}\n", f"{url}\n{instead}", tests


OF_GUARDED_ROUTES: list[Breakage] = breakages(
    {
        "routes/users_route.py": [
            _guard('@users_bp.post("")', "token_required", "@public\n", USERS),
            _guard('@users_bp.put("/<int:id>")', "token_required", "@public\n", USERS),
            _guard('@users_bp.patch("/<int:id>")', "token_required", "@public\n", USERS),
            _guard('@users_bp.delete("/<int:id>")', 'role_required("admin")', "", USERS),
            _guard('@users_bp.get("")', "public", "", USERS),
            _guard('@users_bp.get("/<int:id>")', "public", "@token_required\n", USERS),
            _guard('@users_bp.get("/<int:id>/tags")', 'scope_required("tags.read")', "", USERS),
            _guard('@users_bp.get("/<int:id>/orders")', 'role_required("clerk")', "", USERS),
            _guard('@users_bp.post("/hook")', "public", "", USERS),
            ('role_required("admin")', 'role_required("clerk")', USERS),
            ('role_required("admin")', 'scope_required("admin")', USERS),
        ],
        "routes/orders_route.py": [
            _guard('@orders_bp.post("")', 'scope_required("orders.write")', "", ORDERS),
            ('scope_required("orders.write")', 'scope_required("orders.read")', ORDERS),
            _guard(
                '@orders_bp.get("/<int:id>/tags")\n@role_required("clerk")',
                'scope_required("tags.read")',
                "",
                ORDERS,
            ),
            _guard('@orders_bp.get("/<int:id>/tags")', 'role_required("clerk")', "", ORDERS),
        ],
        "routes/tags_route.py": [
            (
                f"{call}, if_match(GetTagsSchema, required=True)",
                f"{call}, if_match(GetTagsSchema)",
                IF_MATCH,
            )
            for call in ("update_tags(id, data", "patch_tags(id, data", "delete_tags(id")
        ]
        + [("@idempotent\n", "", KEYS)],
        "helper/functions/json_answer.py": [("if required and ", "if False and ", IF_MATCH)],
        "decorators/idempotent.py": [
            ('"Idempotency-Replayed": "true"', '"Idempotency-Replayed": "false"', KEYS),
            ("if known.fingerprint != fingerprint:", "if False:", KEYS),
            ("if response.status_code < 400:", "if False:", KEYS),
            ("not 1 <= len(key) <= LONGEST", "not len(key) <= LONGEST", KEYS),
            ("not 1 <= len(key) <= LONGEST", "not 1 <= len(key)", KEYS),
            ('KEPT_HEADERS = ("ETag", "Location")', 'KEPT_HEADERS = ("ETag",)', KEYS),
            ("[key, caller, request", "[key, request", KEYS),
        ],
        "repositories/idempotency_keys_repository.py": [
            (
                "IdempotencyKeys.id == id, IdempotencyKeys.created_at > utc_now() - KEPT",
                "IdempotencyKeys.id == id",
                KEYS,
            ),
            (
                "or_(IdempotencyKeys.id == answer.id, IdempotencyKeys.id.in_(old))",
                "IdempotencyKeys.id == answer.id",
                KEYS,
            ),
        ],
        "routes/reports_route.py": [
            _guard('@reports_bp.delete("/old")', 'role_required("admin")', "", REPORTS),
            _guard('@reports_bp.post("")', "token_required", '@role_required("admin")\n', REPORTS),
        ],
        "routes/default_route.py": [("@public\n", "", "default")],
    }
)
