"""Breakages of whose rows they are, with the generated tests that find them."""

from support.breakages import Breakage, breakages

TAGS, ORDERS = (f"{route}_route Owners and" for route in ("tags", "orders"))

OF_OWNED_ROUTES: list[Breakage] = breakages(
    {
        "repositories/CrudRepository.py": [
            (
                "bindparam(THIS_ID), *visible(self.table))",
                "bindparam(THIS_ID))",
                f"{TAGS} not_find",
            ),
            (
                "            refuse(hidden_references(connection, self.table, values))\n",
                "",
                f"{ORDERS} nobody_refers",
            ),
            (
                "            missing = hidden_references(connection, self.table, values)\n",
                "            missing: list[str] = []\n",
                f"{ORDERS} nobody_refers",
            ),
            ("with_owner(self.table, values, is_new=True)", "values", f"{TAGS} whoever_makes_it"),
            ("with_owner(self.table, values, is_new=False)", "values", f"{TAGS} whoever_makes_it"),
            (", *self._parent_is_visible(reference))", ")", f"{ORDERS} not_find"),
            (", *self._parent_is_visible(end))", ")", f"{ORDERS} not_find"),
            ("refuse(hidden_references(connection, table, ends))", "pass", f"{ORDERS} not_find"),
            ("if hidden_references(connection, table, ends):", "if False:", f"{ORDERS} their_link"),
        ],
        "repositories/binary.py": [
            (", *visible(table)", "", f"{TAGS} not_find"),
        ],
        "decorators/idempotent.py": [
            (
                '{"iss", "sub"} | owners',
                '{"iss", "sub"}',
                "items_route Idempotency and each_caller",
            ),
        ],
        "repositories/Listing.py": [
            ("(*visible(self.table), *conditions", "(*conditions", f"{TAGS} own_rows"),
        ],
        "repositories/ownership.py": [
            ("return (most, least) if", "return (least, most) if", f"{TAGS} names_no_row"),
            ("return bool(role) and role in", "return True or role in", f"{TAGS} own_rows"),
            ("return bool(role) and role in", "return False and role in", f"{ORDERS} role_sees"),
            ("_is_unscoped.reset(before)", "pass", f"{TAGS} orm"),
            ("_is_unscoped.set(True)", "_is_unscoped.set(False)", f"{TAGS} orm"),
            ('"[1-9][0-9]{0,17}"', '" ?[0-9]{1,18}"', f"{TAGS} names_no_row"),
            ("if id is None else (id, id)", "if id is None else (id, 2**40)", f"{TAGS} own_rows"),
            ("if id is None else (id, id)", "if id is None else (0, id)", f"{TAGS} own_rows"),
            ("statement.options(*_criteria())", "statement", f"{TAGS} orm"),
            ("include_aliases=True", "include_aliases=False", f"{TAGS} orm"),
            ("(changes or state.is_select)", "state.is_select", f"{TAGS} orm"),
            ("if id is None:\n        raise", "if False:\n        raise", f"{TAGS} names_no_row"),
        ],
        "models/Tags_model.py": [
            (', info={"claim": "sub"}', "", f"{TAGS} columns_say"),
        ],
    }
)
