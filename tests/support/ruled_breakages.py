"""Breakages of rules over several fields and of kept rows, with the tests that find them."""

from support.breakages import Breakage, breakages

COMPARES = "loans_route does_not_compare"
KEPT = "shelves_route kept_and_answered"
ORDERED = "made_in_their_order"
RESTORED_BY_OTHERS = "likes_route another_one_restores"

OF_RULED_ROUTES: list[Breakage] = breakages(
    {
        "models/Seats_model.py": [
            (
                '        UniqueConstraint("row", "number", name="uq_seats_row_number"),\n',
                "",
                "migrations models_are",
            ),
            ('column("number").desc()', '"number"', "migrations models_are"),
            (
                'func.lower(column("name")), column("row")',
                '"name", column("row")',
                "migrations models_are",
            ),
        ],
        "models/Loans_model.py": [
            (
                '            sqlite_where=text("returned_on IS NULL"),\n',
                "",
                "migrations models_are",
            ),
            ('"least < most", name', '"least <= most", name', "migrations models_are"),
        ],
        "helper/execution_tracking/Conflict.py": [
            ("{left: [reason], right: [reason]}", "{left: [reason]}", COMPARES),
            ('PART.sub("_id", field)', "field", "remarks_route no_row_of_a_route"),
        ],
        "helper/polymorphic.py": [
            ("if (route is None) is not (id is None):", "if False:", "remarks_route go_together"),
            ("id if known == route else None", "id", "remarks_route row_of_each_route"),
        ],
        "helper/openapi_pairs.py": [
            ("or known.partial", "", "remarks_route document_says_that_they"),
            ('"required": [id]}', '"required": []}', "remarks_route document_says_that_they"),
        ],
        "repositories/constraints.py": [
            ("if broken is not None:", "if False:", COMPARES),
            ('rule.name == name and "compares"', '"compares"', COMPARES),
            ("_columns(connection, table, index) or names", "names", "seats_route taken_together"),
            ('unique[1].split(", ")', 'unique[1].split(", ")[:1]', "seats_route taken_together"),
        ],
        "repositories/binary.py": [
            (", *visible(table)", "", "posts_route Picture and nothing"),
        ],
        "repositories/ownership.py": [
            ("(*living(table), *owned(table))", "owned(table)", "likes_route kept_and_answered"),
            (
                "(*living(table), *owned(table))",
                "living(table)",
                "likes_route another_one_does_not_find",
            ),
            ("in owned(inspect(model)", "in visible(inspect(model)", "likes_route asks_once"),
        ],
        "helper/openapi_resources.py": [
            ('else:\n            add_errors(operation, "409")', "", "posts_route may_conflict"),
        ],
        "repositories/kept_rows.py": [
            (
                "refuse(hidden_references(connection, self.table, values))",
                "",
                "shelves_route refers_to_a_deleted_one",
            ),
            (", column.is_not(None), *", ", *", "shelves_route only_what_is_deleted"),
            ("column.is_not(None), *visible(table))", "column.is_not(None))", RESTORED_BY_OTHERS),
        ],
        "repositories/bulk.py": [
            ("return _one_by_one(self, rows)", "raise", "shelves_route refused_in_a_list"),
            (
                "if wanted - {*connection",
                "if False and {*connection",
                "likes_route seen_is_refused",
            ),
            ("[links for links, _ in parted]", "[{} for _ in parted]", f"shelves_route {ORDERED}"),
            ("with_owner(table, values, is_new=True)", "values", "likes_route one_insert"),
            ("key=lambda row: row.id", "key=lambda row: -row.id", f"shelves_route {ORDERED}"),
            ("frozenset(whole)", "frozenset([number])", "shelves_route one_insert"),
        ],
        "helper/functions/bulk.py": [
            ("len(bodies) <= MOST_ROWS", "len(bodies)", "shelves_route too_long"),
            ("{**told, **others}", "told", "shelves_route one_wrong_row"),
            ("str(place), error", "str(place + 1), error", "shelves_route refused_in_a_list"),
        ],
        "repositories/deletion.py": [
            ("return (or_(column.is_(None), everything),)", "return ()", KEPT),
            ("or_(column.is_(None), everything)", "column.is_(None)", "shelves_route restored_row"),
            (
                "if column is None:\n        return connection",
                "if True:\n        return connection",
                KEPT,
            ),
            ('key.ondelete == "CASCADE"', "False", "shelves_route goes_with_it"),
            ('key.ondelete == "SET NULL"', "False", "boxes_route becomes_of_a_row"),
            (
                "elif connection.scalar(select(exists().where(refers, *_not_deleted(other)))):",
                "elif False:",
                "posts_route goes_with_it",
            ),
            (
                "state.statement = state.statement.options(*_criteria())",
                "pass",
                "posts_route orm_finds_it",
            ),
        ],
    }
)
