"""The rules of Northwind as its DDL has them, and rows that keep them."""

from support.public_schemas import Limit, PublicSchema

NORTHWIND = PublicSchema(
    name="northwind",
    rows={
        "categories": {"category_name": "Beverages", "description": "Teas", "picture": "FRwvAAIA"},
        "customer_demographics": {"id": "RETAIL", "customer_desc": "Sells to people"},
        "customers": {
            "id": "ALFKI", "company_name": "Alfreds Futterkiste", "contact_name": "Maria Anders",
            "city": "Berlin", "postal_code": "12209",
        },
        "regions": {"region_description": "Eastern"},
        "territories": {"id": "01581", "territory_description": "Westboro", "region_id": 1},
        "employees": {
            "last_name": "Fuller", "first_name": "Andrew", "birth_date": "1952-02-19",
            "extension": "3457", "reports_to_id": None,
        },
        "customer_customer_demo": {"customer_id": "ALFKI", "demographic_id": "RETAIL"},
        "employee_territories": {"employee_id": 1, "territory_id": "01581"},
        "shippers": {"company_name": "Speedy Express", "phone": "(503) 555-9831"},
        "suppliers": {"company_name": "Exotic Liquids", "homepage": "#CAJUN.HTM#"},
        "products": {
            "product_name": "Chai", "supplier_id": 1, "category_id": 1, "unit_price": "18.0000",
            "units_in_stock": 39, "units_on_order": 0, "reorder_level": 10, "discontinued": False,
        },
        "orders": {
            "customer_id": "ALFKI", "employee_id": 1, "ship_via_id": 1, "freight": "29.4600",
            "order_date": "1997-08-25T00:00:00Z",
        },
        "order_details": {
            "order_id": 1, "product_id": 1, "unit_price": "18.0000", "quantity": 6,
            "discount": 0.25,
        },
        "us_states": {"state_name": "Alabama", "state_abbr": "AL", "state_region": "south"},
    },
    not_null={
        "categories": "category_name",
        "customers": "id company_name",
        "customer_demographics": "id",
        "employees": "last_name first_name",
        "regions": "region_description",
        "territories": "id territory_description region_id",
        "customer_customer_demo": "customer_id demographic_id",
        "employee_territories": "employee_id territory_id",
        "shippers": "company_name",
        "suppliers": "company_name",
        "products": "product_name discontinued=",
        "order_details": "order_id product_id unit_price= quantity= discount=",
    },
    references={
        "territories": "region_id",
        "employees": "reports_to_id",
        "customer_customer_demo": "customer_id demographic_id",
        "employee_territories": "employee_id territory_id",
        "products": "supplier_id category_id",
        "orders": "customer_id employee_id ship_via_id",
        "order_details": "order_id product_id",
    },
    unique={
        "customers": "id",
        "customer_demographics": "id",
        "territories": "id",
        "customer_customer_demo": "customer_id demographic_id",
        "employee_territories": "employee_id territory_id",
        "order_details": "order_id product_id",
    },
    lengths={
        "categories": "category_name=15",
        "customers": "id=5 company_name=40 contact_name=30 contact_title=30 address=60 city=15"
        " region=15 postal_code=10 country=15 phone=24 fax=24",
        "customer_demographics": "id=10",
        "employees": "last_name=20 first_name=10 title=30 title_of_courtesy=25 address=60 city=15"
        " region=15 postal_code=10 country=15 home_phone=24 extension=4 photo_path=255",
        "orders": "ship_name=40 ship_address=60 ship_city=15 ship_region=15 ship_postal_code=10"
        " ship_country=15",
        "products": "product_name=40 quantity_per_unit=20",
        "regions": "region_description=50",
        "shippers": "company_name=40 phone=24",
        "suppliers": "company_name=40 contact_name=30 contact_title=30 address=60 city=15"
        " region=15 postal_code=10 country=15 phone=24 fax=24",
        "territories": "id=20 territory_description=50",
        "us_states": "state_name=100 state_abbr=2 state_region=50",
    },
    limits=(
        Limit("picture bytea", "categories", "picture", "\\x151c"),
        Limit("CK_Products_UnitPrice", "products", "unit_price", "-0.0001"),
        Limit("CK_ReorderLevel", "products", "reorder_level", -1),
        Limit("CK_UnitsInStock", "products", "units_in_stock", -1),
        Limit("CK_UnitsOnOrder", "products", "units_on_order", -1),
        Limit("CK_Discount", "order_details", "discount", 1.5),
        Limit("CK_Discount", "order_details", "discount", -0.5),
        Limit("CK_Quantity", "order_details", "quantity", 0),
        Limit("CK_UnitPrice", "order_details", "unit_price", "-1"),
        Limit("quantity smallint", "order_details", "quantity", 32768),
        Limit("freight money", "orders", "freight", "1000000000000000.0000"),
    ),
    referred=(
        "/categories/1", "/customer_demographics/RETAIL", "/customers/ALFKI", "/regions/1",
        "/territories/01581", "/employees/1", "/shippers/1", "/suppliers/1", "/products/1",
        "/orders/1",
    ),
    second={
        "customers": {"id": "ANATR"},
        "customer_demographics": {"id": "WHOLESALE"},
        "territories": {"id": "01730"},
        "customer_customer_demo": {"demographic_id": "CHAIN"},
        "employee_territories": {"territory_id": "01833"},
        "order_details": {"product_id": 2},
    },
    more=(
        ("customer_demographics", {"id": "CHAIN"}),
        ("territories", {"id": "01833", "territory_description": "Georgetow", "region_id": 1}),
        ("products", {"product_name": "Chang"}),
    ),
)  # fmt: skip
