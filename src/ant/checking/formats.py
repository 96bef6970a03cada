"""Output formats of findings for other programs."""

from collections.abc import Iterable

from ant import __version__
from ant.checking.check import RULE_BY_ID, RULES
from ant.checking.code import Finding

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_values(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return each finding as JSON has it, with why the rule is there and what to do."""
    return [
        {**finding._asdict(), "why": rule.why, "remedy": rule.remedy}
        for finding in findings
        for rule in [RULE_BY_ID[finding.rule]]
    ]


def as_github(finding: Finding) -> str:
    """Return the line that GitHub shows at the place in a pull request."""
    rule = RULE_BY_ID[finding.rule]
    location = f"file={_property(finding.path)},line={finding.line},col={finding.column}"
    message = _data(f"{finding.message} {rule.remedy}")
    return f"::error {location},title={_property(finding.rule)}::{message}"


def as_sarif(findings: Iterable[Finding]) -> dict[str, object]:
    """Return a log of the Static Analysis Results Interchange Format, version 2.1.0."""
    rules = [
        {"id": rule.id, "shortDescription": {"text": rule.why}, "help": {"text": rule.remedy}}
        for rule in RULES
    ]
    driver = {"name": "ant", "version": __version__, "rules": rules}
    results = [_result(finding) for finding in findings]
    run = {"tool": {"driver": driver}, "results": results}
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding) -> dict[str, object]:
    from urllib.parse import quote  # noqa: PLC0415, slow to load and seldom needed

    region = {"startLine": finding.line, "startColumn": finding.column}
    location = {"artifactLocation": {"uri": quote(finding.path)}, "region": region}
    message = {"text": f"{finding.message} {RULE_BY_ID[finding.rule].remedy}"}
    return {
        "ruleId": finding.rule,
        "level": "error",
        "message": message,
        "locations": [{"physicalLocation": location}],
    }


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
