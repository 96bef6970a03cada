"""Breakages of routes with fields, with the generated tests that have to find them."""

from support.breakages import breakages

OF_RESOURCES = breakages(
    {
        "models/Users_model.py": [
            ('name="email_lower"), unique=True', 'name="email_lower")', "migrations models_are"),
            ('ondelete="SET NULL"', 'ondelete="CASCADE"', "migrations models_are"),
            ('ondelete="RESTRICT"', 'ondelete="SET NULL"', "migrations models_are"),
            (
                'Integer, CheckConstraint("age BETWEEN 0 AND 150", name="age_range")',
                "Integer",
                "migrations models_are",
            ),
            ("length(name) BETWEEN 2", "length(name) BETWEEN 1", "migrations models_are"),
            ("(255), deferred=True)\n    photo", "(255))\n    photo", "users_route hidden"),
            ("length(photo) <= 10", "length(photo) <= 9", "users_route Photo and limit"),
            (", onupdate=utc_now", "", "users_route patch_changes"),
        ],
        "models/Orders_model.py": [
            ("'new', 'paid', 'shipped'", "'new', 'paid'", "migrations models_are"),
            ('ForeignKey("users.id", ondelete="CASCADE"), ', "KEY, ", "migrations models_are"),
        ],
        "schemas/PostUsers_schema.py": [
            ("min=2, ", "", "users_route extreme"),
            ("max=150", "max=151", "users_route extreme"),
            ("max=120", "max=119", "users_route limits_of_the_schema"),
            (
                "email = Email(required=True",
                "email = Email(load_default=None",
                "users_route no_more",
            ),
            (
                "    manager_id",
                '    class Meta:\n        unknown = "exclude"\n\n    manager_id',
                "users_route readonly",
            ),
        ],
        "schemas/PostOrders_schema.py": [
            ('load_default="new", ', 'load_default="paid", ', "orders_route no_more"),
            (
                'load_default="new", validate=validate.OneOf(["new", "paid", "shipped"])',
                'load_default="new"',
                "orders_route extreme",
            ),
            ("max=dt.date(2030, 1, 1)", "", "orders_route extreme"),
            ('min=Decimal("0")', 'min=Decimal("0.01")', "orders_route limits_of_the_schema"),
        ],
        "services/users_service.py": [
            (
                'data = hashed(data, "password")\n        return',
                "return",
                "users_route hidden_is_stored",
            ),
            (
                "page = self.repository.get_users_desks(id, query)\n        if not page.total and",
                "page = self.repository.get_users_desks(id, query)\n        if page.total and",
                "users_route below_a_row",
            ),
            (
                "if not self.repository.remove(id, check):",
                "if self.repository.remove(id):",
                "users_route deleted",
            ),
        ],
        "services/orders_service.py": [
            ('raise NotFound(f"tags of orders {id}", tags_id)', "pass", "orders_route taken_out"),
        ],
        "repositories/orders_repository.py": [
            (
                "query, OrdersTags, orders_id=id)",
                "query, OrdersTags, tags_id=id)",
                "orders_route OrdersTags",
            ),
        ],
        "routes/users_route.py": [
            (
                "row_answer(row, GetUsersSchema, 201, ",
                "row_answer(row, GetUsersSchema, 200, ",
                "users_route is_made",
            ),
            (
                "load_body(PutUsersSchema)",
                "load_body(PutUsersSchema, partial=True)",
                "users_route put_wants",
            ),
            (", partial=True", "", "users_route patch"),
            (
                "delete_users(id, if_match(GetUsersSchema))",
                "delete_users(id)",
                "users_route changed_since",
            ),
            (
                "patch_users(id, data, if_match(GetUsersSchema))",
                "patch_users(id, data)",
                "users_route changed_since",
            ),
            (
                "get_users(query)\n    return page_answer(page, GetUsersSchema)",
                "get_users(query)\n    return page_answer(page, PostUsersSchema)",
                "users_route in_pages",
            ),
        ],
        "routes/desks_route.py": [
            ("ListQuery(per_page=1)", "ListQuery(page=2)", "desks_route Users"),
        ],
        "helper/binary.py": [
            ("if not content or", "if", "users_route wrong"),
            ("b64encode(content).decode() != text", "False", "users_route wrong"),
            ("if len(content) > self.most", "if False", "users_route Photo and limit"),
            ("if len(text) > longest", "if len(text) >= longest", "users_route Photo and limit"),
        ],
        "helper/functions/bytes_answer.py": [
            (
                "if request.if_none_match.contains_weak(tag)",
                "if False",
                "users_route Photo and has",
            ),
            ("blake2b(content,", 'blake2b(b"",', "users_route Photo and has"),
            ('"application/octet-stream"', '"text/html"', "users_route Photo and answered"),
            ("attachment;", "inline;", "users_route Photo and answered"),
        ],
        "helper/shown_bytes.py": [
            ("if name not in known:", "if False:", "users_route Photo and asked"),
            ("b64encode(content)", 'b64encode(b"")', "users_route Photo and asked"),
        ],
        "helper/openapi_row_bytes.py": [
            ('("string", "byte")', '("string", None)', "users_route Photo and document"),
            ('"304": "304"', "", "users_route Photo and document"),
            ("is_list=is_list), *held]", "is_list=is_list)]", "users_route Photo and document"),
        ],
        "helper/columns.py": [
            ("value.replace(tzinfo=dt.UTC)", "value", "orders_route is_made"),
            ("utc = value.astimezone(dt.UTC)", "utc = value", "columns"),
            ("if value.utcoffset() is None:", "if False:", "columns"),
            ("value.replace(tzinfo=dt.UTC)", "value", "columns"),
            ("dt.datetime.now(dt.UTC)", "dt.datetime(2000, 1, 1, tzinfo=dt.UTC)", "columns"),
            ("utc_now().date()", "dt.date(2000, 1, 1)", "columns"),
            ("utc_now().time()", "dt.time(1)", "columns"),
            ("JSON(none_as_null=True).with_", "JSON().with_", "columns"),
        ],
        "helper/decimals.py": [
            ("return Exact()", "return self", "decimals"),
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
        "helper/execution_tracking/Conflict.py": [
            ('{"errors": errors} if errors else None', "None", "users_route taken"),
            ('field.removesuffix("_")', "field", "orders_route taken"),
        ],
        "helper/execution_tracking/NotFound.py": [
            (", 404)", ", 400)", "users_route not_found"),
        ],
        "helper/functions/hashed.py": [
            ("generate_password_hash(text, METHOD)", "text", "users_route stored"),
        ],
        "helper/functions/json_answer.py": [
            ("Response(status=304", "Response(status=200", "users_route has_it"),
            ('asked("fields", request.args, kind)', "()", "users_route asked_for_is_shown"),
            (
                "if_none_match.contains_weak(tag)",
                "if_none_match.contains(tag)",
                "users_route has_it",
            ),
            ("and not (tags.star_tag", "and (tags.star_tag", "users_route changed_since"),
            ("if others.contains_weak(", "if False and (", "users_route not_be_there"),
        ],
        "helper/functions/load_body.py": [
            ("if not isinstance(body, dict):", "if False:", "users_route no_object"),
            ("except BadRequest:", "except Exception:", "users_route another_type"),
        ],
        "helper/functions/list_query.py": [
            ("MOST_PER_PAGE = 100", "MOST_PER_PAGE = 101", "orders_route means_nothing"),
            ("if operator not in op", "if None not in op", "orders_route what_is_the_same"),
            (
                "-(-self.total // self.per_page)",
                "self.total // self.per_page",
                "orders_route in_pages",
            ),
            (
                'raise ValidationError(f"Cannot sort by {name!r}.")',
                "continue",
                "orders_route means_nothing",
            ),
            (
                "[from_text(field, value) for value in values]",
                "[from_text(field, texts[0])]",
                "orders_route is_the_same",
            ),
            ('values = ",".join(texts)', "values = texts[0]", "orders_route one_by_one"),
            ('if "" in values:', "if not values:", "orders_route no_values"),
        ],
        "helper/model_rows.py": [
            ("in mapped if not attribute.deferred}", "in mapped}", "users_route hidden"),
        ],
        "helper/shown_fields.py": [
            ("if [*values] != shown.columns:", "if False:", "users_route the_orm"),
            ("if shown.keys:", "if False:", "orders_route is_made"),
            ("if name in columns}", "if name in columns and name != 'age'}", "users_route is_made"),
        ],
        "helper/openapi_fields.py": [
            ("Json: (None, None)", 'Json: ("string", None)', "orders_route row_shows"),
        ],
        "helper/openapi_resources.py": [
            (
                '"required": own',
                '"required": []',
                "orders_route row_shows",
            ),
            ("in [self._compared_value(field)]", "in []", "orders_route is_filtered"),
        ],
        "helper/references.py": [
            ('(READER, "referred"', '(None, "referred"', "references found_by"),
        ],
        "helper/related_rows.py": [
            (
                "there if self.link else next(iter(there), None)",
                "there",
                "references shown_with",
            ),
        ],
        "helper/readable.py": [
            ("visible(table) if _is_let", "(false(),) if _is_let", "references shown_with"),
        ],
        "helper/related_filters.py": [
            ("[relation.attribute].in_(", "[relation.attribute].not_in(", "references found_by"),
        ],
        "helper/row_filters.py": [
            (
                "column.icontains(value, autoescape=True)",
                "column.icontains(value)",
                "orders_route texts",
            ),
            (
                "column.istartswith(text, autoescape=True)",
                "column.istartswith(text)",
                "orders_route texts",
            ),
            ("column.is_distinct_from(value)", "column != value", "orders_route empty"),
            ('"gte": operator.ge', '"gte": operator.gt', "orders_route compares"),
            ("else column.asc()", "else column.desc()", "orders_route order"),
            (
                'order.nulls_last() if getattr(column, "nullable", True) else order',
                "order",
                "orders_route empty",
            ),
        ],
        "helper/schema_fields.py": [
            ('if "\\0" in text:', "if False:", "orders_route wrong_value"),
            (
                "if not -(2 ** (self.bits - 1)) <= value < 2 ** (self.bits - 1):",
                "if False:",
                "orders_route wrong_value",
            ),
            ("if held == number:", "if True:", "orders_route wrong_value"),
            ("number.adjusted() < self.whole", "True", "orders_route wrong_value"),
            ("or not TIME.fullmatch(value)", "", "orders_route wrong_value"),
            ("or not DATE.fullmatch(value)", "", "orders_route wrong_value"),
            (">= FLOAT_DIGITS - self.scale", ">= 99", "orders_route wrong_value"),
            ("not -(2**63) <= value < 2**64", "False", "orders_route wrong_value"),
            ("if not (self.allow_blank or text.strip()):", "if False:", "users_route wrong_value"),
            ("if not self.regex.search(text):", "if False:", "users_route wrong_value"),
        ],
        "repositories/CrudRepository.py": [
            (
                "self.db.connection(begins=True) as connection,",
                "self.db.connection() as connection,",
                "users_route is_locked",
            ),
            ("                check(row)\n", "                pass\n", "users_route changed_since"),
            (
                "self.db.connection(writes=True) as connection,\n            conf",
                "self.db.connection() as connection,\n            conf",
                "users_route costs_a_transaction",
            ),
            (
                "return and_(self.table.c.id == ",
                "return and_(self.table.c.id >= ",
                "users_route patch_changes",
            ),
        ],
        "helper/links.py": [
            ("if unknown := {*ids}", "if unknown := set[int]()", "orders_route an_id_of_no_row"),
            ("if gone := there - {*ids}:", "if gone := None:", "orders_route made_with"),
        ],
        "repositories/LinkedRepository.py": [
            (
                "with self.db.transaction():\n            return self._linked(super().ins",
                "if links:\n            return self._linked(super().ins",
                "orders_route an_id_of_no_row",
            ),
            ('values or {"id": id}', "values", "orders_route patch_changes"),
        ],
        "repositories/Listing.py": [
            (
                "(query.page - 1) * query.per_page",
                "query.page * query.per_page",
                "orders_route in_pages",
            ),
            (
                "select_from(self.table).where(*wanted)",
                "select_from(self.table)",
                "orders_route filter",
            ),
        ],
        "repositories/ownership.py": [
            ("    return values\n", "    return {}\n", "users_route patch_changes"),
        ],
        "repositories/retried.py": [
            ("TRIES = 4", "TRIES = 3", "retried tried_again"),
            ("not cast(Any, args[0]).db.has_begun()", "True", "retried given_up"),
            ('("40001", "40P01")', '("40001",)', "retried tried_again"),
            ("if not is_alone or getattr", "if False and getattr", "retried given_up"),
        ],
        "repositories/constraints.py": [
            ("if missing:", "if False:", "users_route nothing"),
            ("if unique:", "if False:", "users_route taken"),
            ("keys.get(name, name)", "name", "orders_route taken"),
        ],
        "startup/migrations.py": [
            ('filterwarnings("ignore", "Cannot correctly sort tables")', "pass", "migrations"),
        ],
        "startup/request_hooks.py": [
            ('regex = "[0-9]{1,18}"', 'regex = "[0-9]+"', "users_route not_found"),
        ],
    }
)
