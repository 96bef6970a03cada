"""What is generated, byte for byte, so that a change of it is seen in review."""

import pytest

from golden.regenerate import NAMES, TREES, golden_tree


@pytest.mark.parametrize("name", NAMES)
def test_the_generated_tree_is_the_golden_one(name: str) -> None:
    files = (path for path in (TREES / name).rglob("*.golden"))
    golden = {
        str(path.relative_to(TREES / name)).removesuffix(".golden"): path.read_bytes()
        for path in files
    }
    generated = golden_tree(name)
    assert sorted(generated) == sorted(golden), "run: python3 dev.py golden"
    for path, content in generated.items():
        assert content == golden[path], f"{path} differs; run: python3 dev.py golden"
