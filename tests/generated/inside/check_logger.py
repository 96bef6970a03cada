"""The log: its format, its tags, and that a message cannot forge a line of it."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202, ANN205, ANN206, D106

import logging
import re
import threading
import time

import pytest
from helper.execution_tracking.Logger import myLogger, start_logging

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - ([A-Z]+) - (.*)\n")


@pytest.fixture
def lines(app, capsys):
    """Return the log's entries since the last call, as (level, text)."""
    start_logging("INFO")

    def read():
        text = capsys.readouterr().err
        assert LINE.sub("", text) == ""
        return LINE.findall(text)

    yield read
    start_logging("INFO")


class Users:
    def create_user(self):
        myLogger.info("made")

    @staticmethod
    def count():
        myLogger.warning("counted")

    @classmethod
    def load(cls):
        myLogger.error("loaded")

    def nested(self):
        def inner():
            myLogger.info("deep")

        inner()
        [myLogger.info("listed") for _ in range(1)]
        (lambda: [myLogger.info("anonymous") for _ in range(1)])()
        any(myLogger.info("generated") for _ in range(1))

    def local_class(self):
        class Helper:
            def run(self):
                (lambda: myLogger.info("local"))()

        Helper().run()

    class Meta:
        def method(self):
            myLogger.info("meta")


def function():
    myLogger.info("alone")


def check_the_format_and_the_tag(lines):
    Users().create_user()
    Users.count()
    Users.load()
    Users().nested()
    Users.Meta().method()
    function()
    Users().local_class()
    (lambda: myLogger.info("anonymous"))()
    assert lines() == [
        ("INFO", "Users::create_user<made>"),
        ("WARNING", "Users::count<counted>"),
        ("ERROR", "Users::load<loaded>"),
        ("INFO", "Users::nested<deep>"),
        ("INFO", "Users::nested<listed>"),
        ("INFO", "Users::nested<anonymous>"),
        ("INFO", "Users::nested<generated>"),
        ("INFO", "Meta::method<meta>"),
        ("INFO", "check_logger::function<alone>"),
        ("INFO", "Helper::run<local>"),
        ("INFO", "check_logger::check_the_format_and_the_tag<anonymous>"),
    ]


@pytest.mark.parametrize(
    "trick", ["\n", "\r\n", "\r", "\x1b[2J", "\x9b2J", "\x00", "\x08", "\x0b", "\x85", "\u2028"]
)
def check_a_message_stays_one_harmless_line(lines, trick):
    myLogger.info(f"a{trick}2026-01-01 00:00:00,000 - INFO - Users::forged<b>")
    ((_, text),) = lines()
    assert trick not in text
    assert len(text.splitlines()) == 1


def check_other_text_is_kept(lines):
    myLogger.info("Zürich 東京 %s %d {} <b>")
    myLogger.info({"a": [1, None]})
    assert [text.partition("<")[2] for _, text in lines()] == [
        "Zürich 東京 %s %d {} <b>>",
        "{'a': [1, None]}>",
    ]


def check_a_traceback_is_indented_so_that_it_cannot_forge_a_line(app, capsys):
    try:
        raise RuntimeError("a\n2026-01-01 00:00:00,000 - INFO - forged\x1b[31m")
    except RuntimeError as error:
        myLogger.exception("broke", error)
    output = capsys.readouterr().err
    first, *rest = output.split("\n")
    assert LINE.fullmatch(f"{first}\n").group(2).endswith("<broke>")
    assert rest[0] == "    Traceback (most recent call last):"
    assert all(line.startswith("    ") for line in rest[:-1])
    assert "forged" in output
    assert "\x1b" not in output


@pytest.mark.parametrize("level, ours", [("INFO", False), ("ERROR", True)])
def check_a_line_that_the_root_logger_shows_is_not_written_twice(lines, capsys, level, ours):
    """Whoever has configured logging decides how a line looks; it stays harmless."""
    root = logging.getLogger()
    handler = logging.StreamHandler()  # as logging.basicConfig() makes it
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter("root: %(message)s"))
    root.addHandler(handler)
    try:
        Users().create_user()
        written = capsys.readouterr().err
        assert written.count("made") == 1
        assert written.startswith("root: ") != ours
        myLogger.exception("broke", RuntimeError("a\nforged"))
    finally:
        root.removeHandler(handler)
    first, *rest = capsys.readouterr().err.splitlines()
    assert first.startswith("root: ")
    assert all(line.startswith("    ") for line in rest)
    Users().create_user()
    assert lines() == [("INFO", "Users::create_user<made>")]


def check_only_the_level_and_above_is_written(lines):
    for level, count in (("DEBUG", 4), ("INFO", 3), ("WARNING", 2), ("ERROR", 1), ("CRITICAL", 0)):
        start_logging(level)
        myLogger.debug("x")
        myLogger.info("x")
        myLogger.warning("x")
        myLogger.error("x")
        assert len(lines()) == count, level
    assert len(logging.getLogger("api").handlers) == 1


def check_a_suppressed_call_costs_next_to_nothing(lines):
    started = time.perf_counter()
    for _ in range(10_000):
        myLogger.debug("x")
    assert (time.perf_counter() - started) / 10_000 < 20e-6
    assert lines() == []


def check_a_call_does_not_read_the_whole_stack(lines):
    def deep(levels):
        if levels:
            return deep(levels - 1)
        started = time.perf_counter()
        for _ in range(200):
            myLogger.info("x")
        return (time.perf_counter() - started) / 200

    assert deep(500) < 1e-3
    assert len(lines()) == 200


def check_threads_do_not_mix_their_lines(lines):
    def write():
        for _ in range(50):
            myLogger.info("y" * 500)

    threads = [threading.Thread(target=write) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tag = "check_logger::check_threads_do_not_mix_their_lines"
    assert lines() == [("INFO", f"{tag}<{'y' * 500}>")] * 1000
