"""The page about ``ant check`` has every rule, with why it is there and what to do."""

from pathlib import Path

from ant.checking.check import RULES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "check.md"


def test_the_page_has_the_rules_as_they_are() -> None:
    _, _, rules = PAGE.read_text().partition("## Rules\n\n")
    expected = "\n\n".join(f"### {rule.id}\n\n{rule.why}\n\n{rule.remedy}" for rule in RULES)
    assert rules.rstrip("\n") == expected
