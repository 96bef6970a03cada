"""Breakages of endpoints without fields, with the generated tests that find them."""

from support.breakages import breakages

OF_SKETCHES = breakages(
    {
        "helper/functions/load_mock.py": [
            ("return json.loads(_text(name))", "json.loads(_text(name))", "load_mock file_says"),
            ('/ f"{name}.json"', '/ "only here/one.json"', "load_mock file_says"),
        ],
        "services/products_service.py": [
            ('return load_mock("products")', "return None", "products_route get_products"),
            (
                'return load_mock("products/bestsellers")',
                'return load_mock("products")',
                "products_route bestsellers",
            ),
            (
                "created create for products with data: {data}",
                "created create",
                "products_route create",
            ),
        ],
        "routes/products_route.py": [
            ('@products_bp.get("")', '@products_bp.post("")', "products_route get_products"),
            ("jsonify(myProductsService.get_products())", "jsonify()", "products_route"),
            ('@products_bp.put("/replace")', '@products_bp.put("/change")', "products_route"),
        ],
        "app.py": [
            ("    app.register_blueprint(orders_bp)\n", "", "orders_route get_orders"),
        ],
    }
)
