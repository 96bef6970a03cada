"""Reading the rules of views."""

import ast

import pytest

from ant.python_source.source import Function
from ant.python_source.views import rules_of


def rules(decorators: str) -> list[tuple[str, tuple[str, ...], str]]:
    (function,) = ast.parse(f"{decorators}\ndef view(): ...\n").body
    assert isinstance(function, Function)
    return [(ast.unparse(rule.blueprint), rule.methods, rule.path) for rule in rules_of(function)]


@pytest.mark.parametrize(
    ("decorator", "rule"),
    [
        ('@bp.get("/a")', ("bp", ("GET",), "/a")),
        ('@routes.users.bp.delete(rule="/a")', ("routes.users.bp", ("DELETE",), "/a")),
        ('@bp.route("/a")', ("bp", ("GET",), "/a")),
        ('@bp.route("/a", methods=["post", "HEAD", "Put"])', ("bp", ("POST", "PUT"), "/a")),
        ("@bp.patch(PATH)", ("bp", ("PATCH",), "<PATH>")),
        ("@bp.get()", ("bp", ("GET",), "")),
    ],
)
def test_a_rule_has_its_blueprint_methods_and_path(
    decorator: str, rule: tuple[str, tuple[str, ...], str]
) -> None:
    assert rules(decorator) == [rule]


def test_rules_are_in_order_and_other_decorators_are_none() -> None:
    found = rules(
        '@bp.get("/a")\n@token_required\n@bp.errorhandler(404)\n@get("/c")\n@bp.put("/b")'
    )
    assert [path for _, _, path in found] == ["/a", "/b"]
