"""Breakages of how a project talks to its database, with the generated tests that find them."""

from support.breakages import breakages

OF_THE_DATABASE = breakages(
    {
        "helper/DBSession.py": [
            (
                "                begin_writing(session)\n            return",
                "                pass\n            return",
                "transactions others_have",
            ),
            (
                "                begin_writing(session)\n            session",
                "                pass\n            session",
                "transactions others_have",
            ),
            ("if not only_reads(statement):", "if True:", "transactions nobody"),
            ("innermost.rollback()", "pass", "database"),
            ("innermost.rollback()", "session.commit()", "database"),
            ("innermost.rollback()", "session.rollback()", "transactions alone"),
            ("(not blocks or blocks[-1].is_active)", "True", "transactions alone"),
            ("session.begin_nested()", "session.get_transaction()", "transactions caught"),
            ("if not block.is_active:", "if False:", "transactions ended_inside"),
            (
                "            session.expire_all()  # what the",
                "            pass  # what the",
                "transactions same",
            ),
            ("session.expire_all()  # and", "pass  # and", "transactions same"),
            ("session.flush()  # such", "pass  # such", "transactions same"),
            ("del blocks[depth:]", "pass", "transactions"),
            ("self.session().in_transaction() or", "", "transactions without"),
            ("or self.in_transaction()\n", "or False\n", "transactions takes_no_more"),
            ("if not self.in_transaction() or", "if True or", "transactions outlives"),
            (
                'self.session().info["context"] is current_context()',
                "False",
                "transactions left_open",
            ),
        ],
        "helper/functions/current_context.py": [
            ("app_ctx.g if has_app_context() else None", "None", "transactions outlives"),
        ],
        "startup/limited_connection.py": [
            ("monotonic() < LimitedConnection.away_until", "False", "database moment"),
        ],
        "startup/database_engine.py": [
            ("foreign_keys = ON", "foreign_keys = OFF", "database"),
            ("if not host:", "if True:", "database"),
            ('"hide_parameters": True', '"hide_parameters": False', "database quotes"),
            ('event.listen(engine, "handle_error", blame_value)', "pass", "app"),
            ('options.get("begin", "DEFERRED")', '"DEFERRED"', "database waits"),
            ("return isinstance(statement, FunctionElement) or", "return", "transactions nobody"),
            (
                "(?!.*\\b((INSERT|REPLACE)\\s+(OR|INTO)|UPDATE|DELETE\\s+FROM)\\s)",
                "",
                "transactions others_have",
            ),
        ],
    }
)

ON_POSTGRESQL = breakages(
    {
        "startup/database_engine.py": [
            (
                'event.listen(engine, "handle_error", leave_values_out)',
                "pass",
                "database quotes",
            ),
            ('event.listen(engine, "handle_error", blame_value)', "pass", "app"),
            (
                'event.listen(transactional, "commit", refuse_commit_after_error)',
                "pass",
                "transactions plain",
            ),
        ],
        "startup/migrations.py": [
            (
                "if not connection.scalar(select(func.pg_try_advisory_xact_lock(TABLES_LOCK))):",
                "if False:",
                "database waits",
            ),
        ],
    }
)
"""What only the tests on PostgreSQL can find."""
