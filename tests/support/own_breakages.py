"""Breakages of what every project has, with the generated tests that have to find them."""

from support.breakages import breakages
from support.database_breakages import OF_THE_DATABASE

OF_A_PROJECT = OF_THE_DATABASE + breakages(
    {
        "routes/default_route.py": [
            ("myDefaultService.get_default()", '"ok"', "default"),
        ],
        "services/default_service.py": [
            ("backend is working", "backend works", "default"),
            (
                "default_repository = default_repository",
                "default_repository = myDefaultRepository",
                "default",
            ),
        ],
        "schemas/PostDefault_schema.py": [
            ("required=True, ", "", "default"),
            ("min=1, ", "", "default"),
        ],
        "models/Default_model.py": [
            ("eq=False, ", "", "default"),
            ("Mapped[str]", "Mapped[str | None]", "default"),
        ],
        "repositories/Repository.py": [
            ("self.db.add(item)", "pass", "default"),
            ("self.db.add_all(items)", "pass", "database"),
            ("self.db.delete(item)", "pass", "default"),
        ],
        "repositories/default_repository.py": [
            ("Default.id == id", "Default.id > 0", "default"),
            ("self.delete(default)", "pass", "default"),
            ("Default(model=model)", 'Default(model="")', "default"),
        ],
        "startup/Alchemy.py": [
            ("if settings.CLEAR_DB:", "if True:", "database"),
            ("if settings.CLEAR_DB:", "if False:", "database"),
            ("if database_url(settings) != engine.url:", "if False:", "environment"),
        ],
        "startup/Environment.py": [
            ('ROOT.parent / ".env")', 'ROOT.parent / ".env", override=True)', "environment"),
            ('or "production"', 'or "development"', "environment"),
            ("return hosts or None", "return None", "environment typed"),
            ("SHORTEST_SECRET = 32", "SHORTEST_SECRET = 31", "environment"),
            ("if self.CLEAR_DB:", "if False:", "environment"),
            ("_refuse(self._wrong())", "self.check()", "environment"),
            ("_refuse(self._wrong())", "pass", "environment"),
            ("if name not in vars(self)", "", "environment"),
            ("if not hasattr(self, name):", "if False:", "environment"),
            ("    return NOWHERE", "    return value", "environment"),
            ('or str(FLASK_ENV == "development")', 'or "True"', "environment"),
        ],
        "startup/refuse_to_start.py": [
            ("start: {reason}", "start.", "environment"),
        ],
        "startup/documentation.py": [
            ('if app.config["DOCS"]:', "if True:", "documentation"),
            ("if name not in ASSETS:", "if False:", "documentation"),
            ("response.add_etag()", "pass", "documentation"),
            ('headers["Content-Security-Policy"] = POLICY', "headers", "documentation"),
            ('if request.accept_encodings["gzip"]:', "if False:", "documentation"),
            ("if request.root_path:", "if False:", "documentation"),
        ],
        "helper/openapi_document.py": [
            ("or blueprint in NOT_OF_THE_API", "", "documentation"),
            ("ids.add(name)", "pass", "documentation"),
            ("getattr(of_class, method, view)", "view", "documentation"),
            ('operation["responses"]["404"]', "_", "documentation"),
        ],
        "helper/openapi_views.py": [
            ('if guard.startswith("role"):', "if False:", "documentation"),
            ('partition("\\n\\n")', 'partition("\\n\\n\\n")', "documentation"),
            ('if getattr(schema, "partial", None):', "if False:", "documentation"),
            ('ret.pop("default", None)', "pass", "documentation"),
            ("inspect.unwrap(view)", "view", "documentation"),
        ],
        "helper/view_source.py": [
            ("= _arguments(function, node, names)", "= dict[str, Any]()", "documentation"),
        ],
        "decorators/token_required.py": [
            ('["guard"] = "token"', '["guard"] = ""', "documentation"),
            (
                '{"require": ["exp"]}',
                '{"require": ["exp"], "verify_signature": False}',
                "token_required",
            ),
            ('{"require": ["exp"]}', '{"require": ["exp"], "verify_exp": False}', "token_required"),
            ('{"require": ["exp"]}', "{}", "token_required"),
            ('ALGORITHMS = ["HS256"]', 'ALGORITHMS = ["HS256", "HS512"]', "token_required"),
            ('or parts[0].lower() != "bearer"', "", "token_required"),
            ("if role not in granted_roles(g.claims):", "if False:", "token_required"),
            (
                "if role not in granted_roles(g.claims):",
                "if role not in str(g.claims):",
                "token_required",
            ),
            ('claims.get("roles")', "None", "token_required"),
            ("refuse_depth(token)", "pass", "token_required"),
            ('split(".")[:2]', 'split(".")[:1]', "token_required"),
            ('split(".")[:2]', 'split(".")[1:2]', "token_required"),
        ],
        "helper/functions/json_depth.py": [
            ("max(accumulate", "0 and max(accumulate", "app"),
            ("max(accumulate", "0 and max(accumulate", "token_required"),
            ("default=0) > DEEPEST", "default=0) > 2 * DEEPEST", "app"),
            ("content.split(b'\"')[::2]", "[content]", "app"),
            ("content.split(b'\"')[::2]", "content.split(b'\"')[1::2]", "app"),
            (
                "max(accumulate(map(STEPS.__getitem__, brackets)), default=0)",
                "len(brackets)",
                "app",
            ),
        ],
        "startup/error_handlers.py": [
            ('"message": "Internal server error."', '"message": str(error)', "app"),
            ("(HTTPException, answer_http_exception)", "(404, answer_http_exception)", "app"),
            ("= error.get_response()", "= jsonify(); response.status_code = error.code", "app"),
            ("in (OperationalError, ", "in (", "app"),
            ("app.register_error_handler(DataError", "app.register_error_handler(KeyError", "app"),
            ("(DataError, answer_impossible", "(ArithmeticError, answer_impossible", "app"),
            ("error.status_code, error.headers", "error.status_code", "app"),
        ],
        "startup/request_hooks.py": [
            ("app.before_request(read_chunked_body)", "pass", "app"),
            ("except Exception:  # each", "except EOFError:  # each", "app cut_off"),
            ("if location and location", "if False and location", "app redirect"),
            ("app.after_request(set_security_headers)", "pass", "app browsers"),
            ('if "Authorization" in request.headers or', "if", "app browsers"),
            ("from_object(settings)", "from_object(Environment)", "documentation"),
            ("if is_too_deep(s):", "if False:", "app"),
            ("app.teardown_appcontext(remove_session)", "pass", "database"),
            ("myDB.release()", "myDB.session.remove()", "transactions outlives"),
        ],
        "startup/health.py": [
            ("if connection.scalar(REVISION) is None:", "if False:", "health"),
        ],
        "app.py": [
            ("settings.check()", "pass", "environment"),
            ("origins=settings.CORS_ORIGINS", 'origins="*"', "app"),
        ],
        "helper/execution_tracking/APIException.py": [
            ("**self.payload, ", "", "app"),
            ("500 if", "400 if", "helpers"),
        ],
        "helper/execution_tracking/Logger.py": [
            ('>".translate(_ESCAPES)', '>"', "helpers"),
            ("_getframe(2)", "_getframe(1)", "helpers"),
            ("in reversed(names)", "in names[-1:]", "helpers"),
            ("handler.addFilter(_is_not_written_yet)", "pass", "helpers"),
            ("_LOG.addFilter(_indent_traceback)", "pass", "helpers"),
        ],
        "helper/functions/extract_fields.py": [
            ("pattern.match(key)", "pattern.search(key)", "helpers"),
        ],
        "helper/functions/log_directory_contents.py": [
            ('"--", directory', '"--", "."', "helpers"),
            ("if listing.returncode:", "if False:", "helpers"),
        ],
        "helper/functions/load_body.py": [
            ("not isinstance(body, dict)", "False", "helpers"),
            ("schema_of(kind).load(body, partial=partial or None)", "body", "helpers"),
            ("[*body, *data]", "sorted(data)", "helpers"),
        ],
        "helper/functions/update_dict.py": [
            ("value != value", "False", "helpers"),
            ("{**old_dict, **new_dict}", "{**new_dict, **old_dict}", "helpers"),
        ],
        "helper/functions/update_measurement.py": [
            ("update_dict(stored.json or {}, values or {})", "values", "helpers"),
        ],
        "helper/functions/validation_error.py": [
            ("{key}: ", "", "helpers"),
            (", 400, {", ", 422, {", "helpers"),
        ],
        "apis/aws/AWSClient.py": [
            ("aws_session_token or None", "None", "helpers"),
            ("                region_name=region,", "", "helpers"),
            (
                "elif aws_access_key_id or aws_secret_access_key or aws_session_token:",
                "elif False:",
                "helpers",
            ),
        ],
        "startup/migrations.py": [
            ('    _set_foreign_keys(connection, "OFF")\n', "    pass\n", "migrations"),
            ('            _set_foreign_keys(connection, "ON")', "            pass", "migrations"),
            ("    tables.create_all(connection)\n\n\ndef _create", "\n\ndef _create", "migrations"),
            ("if not _has(script, applied):", "if False:", "migrations"),
            ("if not migrate:", "if False:", "migrations"),
            ("if not migrate:", "if True:", "migrations"),
            ('            command.upgrade(config, "heads")', "            pass", "migrations"),
            ("        _create(context, tables)\n", "", "migrations"),
            ("!= {*script.get_heads()}", "!= set()", "migrations"),
            ("had_tables = not tables", "had_tables = False and not tables", "migrations"),
            ('        context.stamp(script, "heads")', "        pass", "migrations"),
            ("if had_tables and compare_metadata(context, tables):", "if False:", "migrations"),
            (
                "except CommandError as error",
                "except ZeroDivisionError as error",
                "migrations",
            ),
            ('return ", ".join(sorted({row[0] for row in found}))', 'return ""', "migrations"),
            ('.replace("%", "%%")', "", "migrations"),
            (".parent.mkdir(parents=True, exist_ok=True)", "", "database"),
            ("{HOW}", "", "migrations"),
            (
                'connection.exec_driver_sql(f"DROP TABLE {quoted(name)}{whatever_refers_to_it}")',
                "quoted(name)",
                "database",
            ),
        ],
        "migrations/env.py": [
            (
                "            context.run_migrations()\n    except",
                "            pass\n    except",
                "migrations",
            ),
            (
                "target_metadata=Alchemy.Base.metadata,\n        render_as",
                "target_metadata=None,\n        render_as",
                "migrations",
            ),
            ("    if broken:", "    if False:", "migrations"),
        ],
        "migrations/operations.py": [
            (".where(column.is_(None))", "", "migrations"),
            (".where(column.not_in(unlike))", "", "migrations"),
            ("if not _is_postgresql():\n        held", "if False:\n        held", "migrations"),
            ("    op.rename_table(old, new)", "    pass", "migrations"),
            ("names[str(key.name)], quote", "str(key.name), quote", "migrations"),
            ("sa.cast(value, sa.LargeBinary())", "value", "migrations"),
            (
                'quote=None)\n    with op.batch_alter_table(table, recreate="always", ',
                "quote=None)\n    with op.batch_alter_table(table, ",
                "migrations",
            ),
        ],
        "helper/sqlite_decimals.py": [
            ("rounding: str = ROUND_HALF_UP", "rounding: str = ROUND_DOWN", "decimals"),
            ("number.adjusted() >= whole", "False", "decimals"),
            ("max(QUOTIENT_DIGITS - 4 * weight,", "max(2,", "decimals"),
        ],
        "helper/sqlite_compiler.py": [
            ("collated(as_decimal(left))", "as_decimal(left)", "decimals"),
            ("visit_update(rounding(update_stmt)", "visit_update((update_stmt)", "decimals"),
            ("visit_insert(rounding(insert_stmt)", "visit_insert((insert_stmt)", "decimals"),
            ('op.mul: "decimal_mul"', 'op.mul: "decimal_add"', "decimals"),
        ],
        "helper/columns.py": [
            ("utc = value.astimezone(dt.UTC)", "utc = value", "columns"),
            ("if value.utcoffset() is None:", "if False:", "columns"),
            ("return Exact()", "return self", "decimals"),
            ("value.replace(tzinfo=dt.UTC)", "value", "columns"),
            ("dt.datetime.now(dt.UTC)", "dt.datetime.now()", "columns"),
            ("utc_now().date()", "dt.date(2000, 1, 1)", "columns"),
            ("utc_now().time()", "dt.time(1)", "columns"),
            ('Integer(), "sqlite"', 'BigInteger(), "sqlite"', "columns"),
            ("JSON(none_as_null=True)", "JSON()", "columns"),
        ],
    }
)
