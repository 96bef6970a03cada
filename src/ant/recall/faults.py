"""The table of known faults in generated code."""

from typing import NamedTuple


class Fault(NamedTuple):
    """Something wrong with code that ant has generated."""

    id: str
    severity: str
    """``high`` for what loses data or lets somebody in, ``medium`` for a wrong answer, ``low``."""
    since: str
    """The first version that generated it."""
    until: str | None
    """The first version that does not; None while no version mends it."""
    consequence: str
    """What can happen, in one sentence."""
    path: str
    """The file that has it."""
    unit: str
    """The function, class, method or variable in it."""
    digest: str
    """What ``matching.digest_of`` gives for the unit as it was generated."""


FAULTS = (
    Fault(
        "ANT-0001", "high", "0.1.0", "0.3.0",
        "A transaction in which another application context ends, such as that of a test client, "
        "loses what was written before, without an error.",
        "api/startup/request_hooks.py", "remove_session", "17913cb01b97c0fd",
    ),
    Fault(
        "ANT-0002", "high", "0.1.0", "0.3.0",
        "On SQLite decimals compared, added or averaged in SQL are off by a power of ten, and "
        "digits beyond the scale are cut off.",
        "api/helper/columns.py", "_LastDigits", "2ee1b5ce055c0ee4",
    ),
    Fault(
        "ANT-0003", "medium", "0.1.0", "0.3.0",
        "A refusal in a transaction, such as that of linking a row that does not exist, ends the "
        "whole transaction with a 500, also where it is caught.",
        "api/helper/DBSession.py", "DBSession.transaction", "b5d36eeafd280081",
    ),
    Fault(
        "ANT-0004", "medium", "0.1.0", "0.3.0",
        "An arithmetic overflow anywhere in the code is answered with 400 as if the client had "
        "caused it, and leaves no traceback.",
        "api/startup/error_handlers.py", "register_error_handlers", "d5888cea61da63b9",
    ),
    Fault(
        "ANT-0005", "medium", "0.1.0", "0.3.0",
        "get_by_id(…, lock=True) outside a transaction locks nothing and does not say so.",
        "api/repositories/CrudRepository.py", "CrudRepository.get_by_id", "5a328d4e59a955ff",
    ),
    Fault(
        "ANT-0006", "low", "0.1.0", "0.3.0",
        "A filter that is given twice, such as ?id__in=1&id__in=3, finds no rows.",
        "api/helper/functions/list_query.py", "list_query", "1aaa8ff2fe67b349",
    ),
    Fault(
        "ANT-0007", "low", "0.1.0", "0.3.0",
        "A PUT with If-None-Match: * changes a row that exists, where it should answer 412.",
        "api/helper/functions/json_answer.py", "if_match", "6349e5b18982bbf4",
    ),
    Fault(
        "ANT-0008", "low", "0.1.0", "0.3.0",
        "On SQLite a refused DELETE may name a table whose rows would have gone along, instead "
        "of the one that stops it.",
        "api/repositories/constraints.py", "_told_by_rows", "b3ed180862b9876a",
    ),
    Fault(
        "ANT-0009", "low", "0.1.0", "0.3.0",
        "A log line written in a comprehension, a lambda or an inner function lacks its class, "
        "and lines come twice after logging.basicConfig().",
        "api/helper/execution_tracking/Logger.py", "Logger._write", "54ea462250e2697d",
    ),
    Fault(
        "ANT-0010", "medium", "0.1.0", "0.3.0",
        "A datetime without a zone is stored as local time on SQLite and as UTC on PostgreSQL.",
        "api/helper/columns.py", "_NaiveUtc", "b29c198f8dbe5ffb",
    ),
    Fault(
        "ANT-0011", "medium", "0.1.0", "0.3.0",
        "On SQLite a textual SELECT takes the lock for writing until the request ends.",
        "api/helper/DBSession.py", "DBSession.execute", "8aac22d1c2cc1ae2",
    ),
    Fault(
        "ANT-0012", "medium", "0.1.0", "0.3.0",
        "On SQLite the id of the last row, once deleted, is given to the next one.",
        "api/helper/columns.py", "KEY", "83f7c6d9fd5594f2",
    ),
    Fault(
        "ANT-0013", "medium", "0.1.0", "0.3.0",
        "A relationship() in a model keeps the API from starting: mappers are configured before "
        "all models are imported.",
        "api/repositories/Listing.py", "Listing.__init__", "b5cfcf43a35c03a2",
    ),
    Fault(
        "ANT-0014", "medium", "0.1.0", "0.3.0",
        "A whole number of more than 64 bits inside a json value is stored with other digits.",
        "api/helper/schema_fields.py", "Json", "627a938af052662e",
    ),
    Fault(
        "ANT-0015", "low", "0.1.0", "0.3.0",
        "A required text may be empty or blank.",
        "api/helper/schema_fields.py", "String", "f5eede69957c518c",
    ),
    Fault(
        "ANT-0016", "low", "0.1.0", "0.3.0",
        "Two email addresses that differ in upper and lower case alone are both unique.",
        "api/helper/schema_fields.py", "Email", "98a021d794f61e4a",
    ),
    Fault(
        "ANT-0017", "medium", "0.1.0", "0.3.0",
        "What is taken out of a Get schema is still shown, and what is no column there makes a "
        "filter by it a 500.",
        "api/helper/model_rows.py", "public_columns", "3194f9d3694a2a90",
    ),
    Fault(
        "ANT-0020", "medium", "0.1.0", "0.3.0",
        "What a repository changes in a transaction, instances that the ORM has loaded in it "
        "still show as it was.",
        "api/helper/DBSession.py", "DBSession.connection", "210ac18a04b25c01",
    ),
    Fault(
        "ANT-0021", "low", "0.1.0", "0.3.0",
        "On PostgreSQL a fault in a statement of the code, such as a division by zero, is answered "
        "with 400 as if the client had caused it, and leaves no traceback.",
        "api/startup/error_handlers.py", "answer_impossible_value", "49317ae6382150ec",
    ),
    Fault(
        "ANT-0050", "low", "0.1.0", "0.3.0",
        "What DBSession.execute returns has no types: mypy --strict refuses a loop that takes its "
        "rows apart.",
        "api/helper/DBSession.py", "DBSession.execute", "8aac22d1c2cc1ae2",
    ),
    Fault(
        "ANT-0051", "low", "0.1.0", "0.3.0",
        "A column that was added by hand, or a rule that was changed in a schema, is not in "
        "/openapi.json, and no test notices.",
        "api/helper/openapi_document.py", "whole_document", "782a086b58651e00",
    ),
    Fault(
        "ANT-0052", "low", "0.1.0", "0.3.0",
        "Behind a proxy that serves the API below a prefix, /openapi.json does not say so: clients "
        "made from it call other URLs.",
        "api/startup/documentation.py", "get_document", "666a7ce5d942ba16",
    ),
    Fault(
        "ANT-0060", "medium", "0.1.0", "0.3.0",
        "A PostgreSQL that hangs, or a lock that somebody holds, takes every answer of the API "
        "with it: nothing limits how long a statement waits.",
        "api/startup/database_engine.py", "create_database_engine", "8cea5f4f3cf1ca52",
    ),
    Fault(
        "ANT-0061", "low", "0.1.0", "0.3.0",
        "A start waits without limit and without a word for another process that changes tables.",
        "api/startup/migrations.py", "changing_tables", "2031fe11ae311626",
    ),
    Fault(
        "ANT-0062", "medium", "0.1.0", "0.3.0",
        "While somebody holds the write lock of SQLite, requests that write hold all threads, and "
        "none that only reads is answered.",
        "api/startup/database_engine.py", "begin_writing", "c066d63edb9aa4fb",
    ),
    Fault(
        "ANT-0063", "low", "0.1.0", "0.3.0",
        "A body whose chunks are malformed or cut off is answered with a 500 and a traceback in "
        "the log, on any URL and for anybody.",
        "api/startup/request_hooks.py", "read_chunked_body", "375fce0de82a078d",
    ),
    Fault(
        "ANT-0064", "medium", "0.1.0", "0.3.0",
        "A URL such as /orders//1 is redirected to whatever host the client names, and answers "
        "have no security headers.",
        "api/startup/request_hooks.py", "register_request_hooks", "c5d55dd6ddbcd8d7",
    ),
    Fault(
        "ANT-0065", "medium", "0.1.0", "0.3.0",
        "Whoever may send passwords decides how many are hashed at a time, with 32 MB and a "
        "processor for each: a crowd doubles the memory of the API, and nobody is answered.",
        "api/helper/functions/hashed.py", "hashed", "c8e4159739106ff3",
    ),
    Fault(
        "ANT-0066", "low", "0.1.0", "0.3.0",
        "An answer that says what is wrong is three times as long as the body, so that a megabyte "
        "of unknown keys costs three of answer.",
        "api/helper/functions/validation_error.py", "validation_error", "bd176c79be489455",
    ),
    Fault(
        "ANT-0070", "high", "0.1.0", "0.3.0",
        "In production the API starts with a JWT_SECRET that can be guessed, such as 32 blanks, "
        "with FLASK_DEBUG=1, and without DB_URL on a file that is lost with its container.",
        "api/startup/Environment.py", "Environment.check", "2fe509f028e077b7",
    ),
    Fault(
        "ANT-0071", "medium", "0.1.0", "0.3.0",
        "A token whose exp is a text, a truth value or beyond any calendar is accepted, and what "
        "iss, typ and the time from iat to exp have to be cannot be said.",
        "api/decorators/token_required.py", "verified_claims", "13a80d70ac5bef97",
    ),
)  # fmt: skip
