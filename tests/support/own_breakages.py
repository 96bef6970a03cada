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
            ("return [*hosts, *LOCAL_HOSTS] if hosts", "return None if hosts", "environment typed"),
            ("self._is_production() and not self.DB_URL", "False", "environment"),
            ("and not self._names_a_file()", "", "environment"),
            ("if self.OIDC_ISSUER and not self.JWT_AUDIENCE:", "if False:", "environment"),
            ('if self.OIDC_ISSUER.lower().startswith("http:"):', "if False:", "environment"),
            ("if self.COGNITO_TOKENS and not all", "if 0 and not all", "environment"),
            ("if self.COGNITO_TOKENS and self.OIDC_ISSUER:", "if False:", "environment"),
            ("or not has_keys", "or True", "environment"),
            ("if value and not shape.fullmatch(value):", "if False:", "environment"),
            ("if secret.startswith(EXAMPLE_SECRET):", "if False:", "environment"),
            ("SHORTEST_SECRET = 32", "SHORTEST_SECRET = 31", "environment"),
            ("parse(value).amount < 1", "parse(value).amount < 0", "environment"),
            ("if get_debug_flag():", "if False:", "environment"),
            ("if self.TESTING:", "if False:", "environment"),
            (
                "if self.DB_URL and self.POSTGRES_PASSWORD",
                "if '' and self.POSTGRES_PASSWORD",
                "environment",
            ),
            ("if self.CLEAR_DB:", "if False:", "environment"),
            ("_refuse(self._wrong())", "self.check()", "environment"),
            ("_refuse(self._wrong())", "pass", "environment"),
            ("if name not in vars(self)", "", "environment"),
            ("if not hasattr(self, name):", "if False:", "environment"),
            ("    return NOWHERE", "    return value", "environment"),
            ('or str(FLASK_ENV == "development")', 'or "True"', "environment"),
        ],
        "startup/secret_strength.py": [
            ("secret.strip()", "secret", "environment"),
            ("if is_pem_format(key) or is_ssh_key(key):", "if False:", "environment"),
            ("return repeats or", "return", "environment"),
            ("len(steps) < FEWEST", "False", "environment"),
        ],
        "startup/rate_limits.py": [
            ("limiter.exempt(health_bp)", "", "rate_limits"),
            ('app.config["REDIS_URL"] or', "", "rate_limits"),
            ("fallback_enabled=True", "fallback_enabled=False", "rate_limits"),
            ("if wait and response.status_code == 429:", "if wait:", "rate_limits"),
        ],
        "startup/refuse_to_start.py": [
            ("start: {reason}", "start.", "environment"),
        ],
        "startup/documentation.py": [
            ('if app.config["DOCS"]:', "if True:", "documentation"),
            ("ASSETS.get(name) or abort(404)", "ASSETS.get(name, SWAGGER_UI)", "documentation"),
            ("response.add_etag()", "pass", "documentation"),
            ('headers["Content-Security-Policy"] = POLICY', "headers", "documentation"),
            ('if request.accept_encodings["gzip"]:', "if False:", "documentation"),
            ("if request.root_path:", "if False:", "documentation"),
        ],
        "helper/openapi_document.py": [
            ("or blueprint in NOT_OF_THE_API", "", "documentation"),
            ("ids.add(name)", "pass", "documentation"),
            ("getattr(of_class, method, view)", "view", "documentation"),
            ('({"404": "404"} if parameters else {})', "{}", "documentation"),
            ('VARIABLE_TYPES.get(variable["type"], text)', "text", "documentation"),
        ],
        "helper/openapi_views.py": [
            ('(["403"] if named else [])', "[]", "documentation"),
            ('[{"bearer": named}]', '[{"bearer": []}]', "documentation"),
            ('not in ("", "public")]', 'not in ("",)]', "documentation"),
            ('or DEFAULT_GUARDS.get(method.upper(), "")', "", "documentation"),
            ('partition("\\n\\n")', 'partition("\\n\\n\\n")', "documentation"),
            ('if getattr(schema, "partial", None):', "if False:", "documentation"),
            ('ret.pop("default", None)', "pass", "documentation"),
            ("inspect.unwrap(view)", "view", "documentation"),
        ],
        "helper/view_source.py": [
            ("= _arguments(function, node, names)", "= dict[str, Any]()", "documentation"),
        ],
        "helper/functions/json_depth.py": [
            ("max(accumulate", "0 and max(accumulate", "app"),
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
            ("app.register_error_handler(InternalError, answer_ended)", "pass", "app ended"),
            ("if error.connection_invalidated else", "or", "app ended"),
            ("_handler(DataError", "_handler(KeyError", "app"),
            ("(DataError, answer_impossible", "(ArithmeticError, answer_impossible", "app"),
            ("error.status_code, error.headers", "error.status_code", "app"),
        ],
        "startup/request_hooks.py": [
            ("app.before_request(read_chunked_body)", "pass", "app"),
            ("except Exception:  # each", "except EOFError:  # each", "app cut_off"),
            ("app.after_request(redirect_to_path)", "pass", "app redirect"),
            ("app.after_request(set_security_headers)", "pass", "app browsers"),
            ('if "Authorization" in request.headers or', "if", "app browsers"),
            ("from_object(settings)", "from_object(Environment)", "documentation"),
            ("if is_too_deep(s):", "if False:", "app"),
            ("app.teardown_appcontext(remove_session)", "pass", "database"),
            ("myDB.release()", "myDB.session.remove()", "transactions outlives"),
        ],
        "startup/server_errors.py": [
            ("message[:LONGEST_MESSAGE]", "message", "server_errors"),
        ],
        "startup/draining.py": [
            ("_flag[0] = 1", "_flag[0] = 0", "draining"),
        ],
        "startup/gunicorn_config.py": [
            ("self.accept(listener)", "pass", "draining"),
            ("if enabled or self.alive:", "if True:", "draining"),
            ("if enabled or self.alive:", "if self.alive:", "draining"),
            ("listener.close()", "pass", "draining"),
            ("server.handle_term = stop", "pass", "draining"),
            ("    gc.enable()\n", "", "draining"),
            ("    gc.freeze()", "    pass", "draining"),
            ("signal.alarm(myEnvironment.DRAIN_SECONDS)", "pass", "draining"),
            ("if myEnvironment.DRAIN_SECONDS:", "if True:", "draining"),
        ],
        "startup/health.py": [
            ("if is_draining():", "if False:", "draining"),
            ("if connection.scalar(REVISION) is None:", "if False:", "health_checks"),
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
            ("{message}{behind}>", "{message}>", "log"),
            ('line = f"{text} [{request_id}]" if request_id else text', "line = text", "log"),
            ("_getframe(2)", "_getframe(1)", "helpers"),
            ("in reversed(names)", "in names[-1:]", "helpers"),
            ("handler.addFilter(_is_not_written_yet)", "pass", "helpers"),
            ("_LOG.addFilter(_indent_traceback)", "pass", "helpers"),
        ],
        "helper/execution_tracking/log_entries.py": [
            ("else text.translate(_ESCAPES)", "else text", "log"),
            ("in_one_line(value) if isinstance(value, str) else value", "value", "log"),
            ("for secret in SECRETS:", "for secret in []:", "log"),
            ("lines = masked(traceback)", "lines = traceback", "log"),
            ('entry["traceback"] = masked(', 'entry["traceback"] = (', "log"),
            ("return json.dumps(entry", "return str(entry", "log"),
        ],
        "helper/execution_tracking/request_id.py": [
            ("sent if SAFE.fullmatch(sent) else", "sent or", "log"),
            ('_current.set("")', "pass", "log"),
        ],
        "startup/access_log.py": [
            ("{request.path}", "{request.full_path}", "log"),
            ('if request.blueprint == "api-health"', "if False", "log"),
            ("response.status_code >= 500", "response.status_code > 599", "log"),
        ],
        "startup/metrics.py": [
            ("request.method if request.method in METHODS else", "request.method or", "metrics"),
            ("request.url_rule.rule if request.url_rule else", "request.path or", "metrics"),
            ("app.after_request(count_request)", "pass", "metrics"),
        ],
        "startup/optional_module.py": [
            (
                "except ModuleNotFoundError as error:",
                "except KeyError as error:",
                "optional_modules",
            ),
        ],
        "startup/url_rules.py": [
            ("_compile_builder, append_unknown)", "_compile_builder, False)", "default"),
        ],
        "startup/slow_statements.py": [
            ("if seconds >= limit:", "if True:", "log"),
        ],
        "startup/gunicorn_log.py": [
            ("handler.addFilter(make_safe)", "pass", "log"),
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
            ("> MOST_REASONS", "> 10**9", "helpers"),
            ("str(key), LONGEST_NAME", "str(key), 10**9", "helpers"),
            ("(reasons, LONGEST_REASON)", "(reasons, 10**9)", "helpers"),
            ('}", LONGEST_MESSAGE', '}", 10**9', "helpers"),
            ("if more > 0:", "if more > 10**9:", "helpers"),
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
            ("if not orders and self.connection", "if False and self.connection", "migrations"),
            ("if index.table is self.copy and any(orders):", "if False:", "migrations"),
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
    }
)

OF_OPERATIONS = breakages(
    {
        "migrations/decimals.py": [
            ("sa.cast(value, sa.LargeBinary())", "value", "decimal_operations"),
        ],
        "migrations/operations.py": [
            (".where(column.is_(None))", "", "operations"),
            (".where(column.not_in(unlike))", "", "operations"),
            ("if not _is_postgresql():\n        held", "if False:\n        held", "operations"),
            ("    op.rename_table(old, new)", "    pass", "operations"),
            ("names[str(key.name)], quote", "str(key.name), quote", "operations"),
            ('f"INDEX {_quoted(names[name])} ON"', 'f"INDEX {_quoted(name)} ON"', "operations"),
            (
                'quote=None)\n    with op.batch_alter_table(table, recreate="always", ',
                "quote=None)\n    with op.batch_alter_table(table, ",
                "operations",
            ),
        ],
    }
)
"""What comes into a project with the first migration that needs it."""
