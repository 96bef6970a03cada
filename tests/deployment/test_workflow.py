"""What the workflow that builds the image of a generated project promises."""

import re
import subprocess
from pathlib import Path

import pytest

from support.deployment_files import CHECK, WORKFLOW, WORKFLOWS, read


def test_the_workflow_runs_on_every_push_to_main_and_on_nothing_else(pristine: Path) -> None:
    workflow = read(pristine / WORKFLOW)
    assert workflow[True] == {"push": {"branches": ["main"]}}  # "on" is a truth value in YAML 1.1
    assert workflow["concurrency"]["cancel-in-progress"] is False
    assert workflow["concurrency"]["queue"] == "max"


def test_region_and_repository_are_set_in_the_env_of_the_workflow(pristine: Path) -> None:
    workflow = read(pristine / WORKFLOW)
    assert workflow["env"] == {"AWS_REGION": "eu-central-1", "ECR_REPOSITORY": "my-api"}
    text = (pristine / WORKFLOW).read_text()
    assert text.count("eu-central-1") == text.count("my-api") == 1


def test_the_workflow_has_the_two_permissions_that_it_needs(pristine: Path) -> None:
    workflow = read(pristine / WORKFLOW)
    assert workflow["permissions"] == {}
    permissions = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert permissions == {
        "check": {"contents": "read"},
        "build-and-push": {"contents": "read", "id-token": "write"},
    }


def test_no_image_is_pushed_that_has_not_passed_the_checks(pristine: Path) -> None:
    jobs = read(pristine / WORKFLOW)["jobs"]
    assert jobs["check"]["uses"] == f"./{CHECK}"
    assert jobs["build-and-push"]["needs"] == "check"
    assert "if" not in jobs["build-and-push"]  # which could let it run after a failure


def test_the_workflow_assumes_a_role_and_holds_no_key(pristine: Path) -> None:
    steps = read(pristine / WORKFLOW)["jobs"]["build-and-push"]["steps"]
    [credentials] = [s for s in steps if "configure-aws-credentials" in s.get("uses", "")]
    assert credentials["with"] == {
        "role-to-assume": "${{ vars.AWS_ROLE_ARN }}",
        "aws-region": "${{ env.AWS_REGION }}",
    }
    assert "secrets." not in (pristine / WORKFLOW).read_text()


def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(pristine: Path) -> None:
    uses = [
        use
        for workflow in WORKFLOWS
        for use in re.findall(r"uses: (?!\./)(.*)", (pristine / workflow).read_text())
    ]
    pins = [re.fullmatch(r"([\w/-]+)@[0-9a-f]{40} # v(\d+)\.\d+\.\d+", use) for use in uses]
    assert [(pin[1], int(pin[2])) for pin in pins if pin] == [
        ("actions/checkout", 7),
        ("aws-actions/configure-aws-credentials", 6),
        ("aws-actions/amazon-ecr-login", 2),
        ("actions/checkout", 7),
        ("actions/setup-python", 6),
    ]
    assert all(pins)


@pytest.mark.parametrize(("workflow", "job"), [(WORKFLOW, "build-and-push"), (CHECK, "check")])
def test_the_token_of_the_checkout_is_not_left_behind(
    pristine: Path, workflow: str, job: str
) -> None:
    [checkout] = [
        step
        for step in read(pristine / workflow)["jobs"][job]["steps"]
        if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert checkout["with"] == {"persist-credentials": False}


def test_the_image_is_pushed_under_its_commit_and_as_latest(pristine: Path, tmp_path: Path) -> None:
    step = read(pristine / WORKFLOW)["jobs"]["build-and-push"]["steps"][-1]
    assert step["env"] == {
        "REGISTRY": "${{ steps.login.outputs.registry }}",
        "COMMIT": "${{ github.sha }}",
    }
    docker = tmp_path / "docker"
    docker.write_text('#!/bin/sh\necho "$*"\n')
    docker.chmod(0o755)
    variables = {"REGISTRY": "r.example", "COMMIT": "c0ffee", "ECR_REPOSITORY": "my-api"}
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]], env={"PATH": f"{tmp_path}", **variables},
        capture_output=True, text=True, check=True, executable="/bin/bash",
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "build --tag r.example/my-api:c0ffee --tag r.example/my-api:latest .",
        "push r.example/my-api:c0ffee",
        "push r.example/my-api:latest",
    ]
