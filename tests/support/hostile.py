"""Texts that nobody means as a spec: what is said of each and where, and odd ones that work."""

from itertools import pairwise

DEEP = 100_000

BOMB = "a: &a [x, x]\n" + "".join(
    f"{key}: &{key} [*{last}, *{last}, *{last}]\n" for last, key in pairwise("abcdefghi")
)


def mock(text: str) -> str:
    return f'{{"routes": {{"users": {{"mock": {text}}}}}}}'


# What it is, the suffix of its file, the text, what is said of it, and its place.
_REFUSED: list[tuple[str, str, str | bytes, str, str]] = [
    ("billion laughs", "yaml", BOMB, "Anchors and aliases are not read", ":1:4"),
    ("alias of itself", "yaml", "routes: &a\n  x: *a\n", "Anchors and aliases", ":1:9"),
    ("merge key", "yaml", "routes:\n  <<: {}\n", "Merge keys are not read", ":2:3"),
    ("deep json", "json", "[" * DEEP, "nested more than 100 levels deep", ":1:101"),
    ("deep good json", "json", mock("[" * 200 + "]" * 200), "nested more than", ":1:128"),
    ("deep objects", "json", '{"a":' * DEEP, "nested more than", ":1:501"),
    # libyaml from 0.2.6 on stops at 1,000 levels, before it hands over the first ones.
    ("deep yaml", "yaml", "[" * DEEP, "nested more than", ":1:10"),
    ("deep block", "yaml", "- " * DEEP + "x", "nested more than", ":1:201"),
    ("deep keys", "yaml", "".join(" " * depth + "a:\n" for depth in range(2000)),
     "nested", ":101:101"),
    ("key twice", "json", '{"routes": {},\n "routes": {}}',
     "Key 'routes' stands twice", ":2:2"),
    ("escaped twice", "json", '{"a": 1, "\\u0061": 2}', "Key 'a' stands twice", ":1:10"),
    ("inner twice", "json", '{"a": 0,\n"a": {"c": 1, "c": 2}}', "Key 'a' stands", ":2:1"),
    ("many keys", "json", "{" + '"k": 1, ' * 10 + '"k": 1}', "Key 'k' stands twice", ":1:10"),
    ("yaml twice", "yaml", "a: 1\na: 2\n", "Key 'a' stands twice", ":2:1"),
    ("not utf-8", "json", b'{"a":\n "\xff"}', "This is not UTF-8.", ":2:3"),
    ("not utf-8 yaml", "yml", b"\xef\xbb\xbfa: \xc3(", "This is not UTF-8.", ":1:4"),
    ("utf-16", "json", mock("1").encode("utf-16"), "This is not UTF-8.", ":1:1"),
    ("nan", "json", mock("NaN"), "NaN is not JSON.", ":1:31"),
    ("infinity", "json", mock("[1,\n-Infinity]"), "-Infinity is not JSON.", ":2:1"),
    ("yaml nan", "yaml", "a: .nan\n", ".nan has no place in JSON", ":1:4"),
    ("yaml infinity", "yaml", "a: [-.INF]\n", "-.INF has no place in JSON", ":1:5"),
    ("1e400", "json", mock("[1e4, 1e400]"), "The number 1e400 is too large", ":1:37"),
    ("yaml 1e400", "yaml", "a: 1e400\n", "The number 1e400 is too large", ":1:4"),
    ("5000 digits", "json", mock("9" * 5000), "more digits than Python reads", ":1:31"),
    ("yaml digits", "yaml", "a: " + "9" * 5000, "more digits than Python reads", ":1:4"),
    ("hexadecimal", "yaml", "a: 0x" + "f" * 5000, "more digits than Python reads", ":1:4"),
    ("tag", "yaml", "a: !!python/object/apply:os.system [x]", "Tags such as", ":1:4"),
    ("local tag", "yaml", "a: !x 1", "Tags such as '!x' are not read", ":1:4"),
    ("two documents", "yaml", "a: 1\n---\nb: 2\n", "A second document begins here", ":2:1"),
    ("nul", "json", b'{"a\0": 1}', "This is not JSON", ":1:4"),
    ("yaml nul", "yaml", "é: 1\né: \0", "the character '\\x00' is not allowed", ":2:4"),
    ("tab", "yaml", "a:\n\tb: 1\n", "This is not YAML", ":2:1"),
    ("surrogate", "yaml", 'a: "\\ud800"', "This is not YAML", ":1:7"),
    ("surrogate text", "json", '{"project": {"description": "\\ud800"}, "routes": {"u": {}}}',
     "'description' holds half of a surrogate pair", ":1:14"),
    ("surrogate name", "json", '{"routes": {"\\ud800": {}}}', "Invalid route name", ":1:13"),
    ("empty", "json", "", "This is not JSON", ":1:1"),
    ("empty yaml", "yaml", "", "Spec must be a JSON object", "\n"),
    ("comment alone", "yaml", "# nothing\n", "Spec must be a JSON object", "\n"),
    ("too large", "json", mock('"' + "x" * 50_000_000 + '"'), "larger than 10 MB", ""),
    ("too large yaml", "yaml", "a: " + "x" * 50_000_000, "larger than 10 MB", ""),
    ("many values", "yaml", "a: [" + "1," * 4_000_000 + "1]", "more than 200,000 values", ""),
    ("long key", "json", '{"' + "k" * 9_000_000 + '": 1}', "Unknown key 'kkkk", ":1:2"),
    ("long yaml key", "yaml", "? " + "k" * 9_000_000 + "\n: 1\n", "Unknown key 'kkk", ":1:3"),
    ("keys in millions", "json",
     "{" + ",".join(f'"{number}":0' for number in range(100_000)) + ',"0":1}',
     "Key '0' stands twice", ":1:"),
    ("unclosed", "json", '{"a": "' + "\\n" * 4_000_000, "Unterminated string", ":1:7"),
    ("a list as key", "yaml", "? [a]\n: 1\n", "A key must be a text", ":1:3"),
    ("trailing comma", "json", '{"a": 1,}', "This is not JSON", ":1:"),
]  # fmt: skip

REFUSED: dict[str, tuple[str, bytes, str, str]] = {
    name: (suffix, text.encode() if isinstance(text, str) else text, message, place)
    for name, suffix, text, message, place in _REFUSED
}

WORKS = {
    "bom": ("json", b"\xef\xbb\xbf" + mock("1").encode()),
    "yaml bom": ("yaml", b"\xef\xbb\xbfroutes:\n  users: {}\n"),
    "crlf": ("yaml", b"routes:\r\n  users:\r\n    mock: |\r\n      a\r\n"),
    "flow": ("yaml", mock("[1, 2]").encode()),
    "100 levels": ("json", mock("[" * 97 + "]" * 97).encode()),
    "surrogate mock": ("json", mock('{"\\ud800": "\\udfff"}').encode()),
    "nul in a mock": ("json", mock('"\\u0000"').encode()),
    "9 MB text": ("json", mock('"' + "x" * 9_000_000 + '"').encode()),
    "9 MB yaml text": ("yaml", f"routes:\n  u:\n    mock: {'x' * 9_000_000}\n".encode()),
    "many small values": ("json", mock("[" + "1," * 1_000_000 + "1]").encode()),
    "many small lists": ("json", mock("[" + "[],{}," * 150_000 + "1]").encode()),
    "4300 digits": ("json", mock("9" * 4300).encode()),
}
