"""Breakages of rules over several fields, with the generated tests that find them."""

from support.breakages import Breakage, breakages

COMPARES = "loans_route does_not_compare"

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
        ],
        "repositories/constraints.py": [
            ("if broken is not None:", "if False:", COMPARES),
            ('rule.name == name and "compares"', '"compares"', COMPARES),
            ("_columns(connection, table, index) or names", "names", "seats_route taken_together"),
            ('unique[1].split(", ")', 'unique[1].split(", ")[:1]', "seats_route taken_together"),
        ],
    }
)
