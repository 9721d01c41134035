"""Weeks have one slug in every room, and their points are those of their notebook."""

import json

import pytest

from autograder import course
from autograder.errors import CourseError


@pytest.fixture
def land(tiny):
    def write(*slugs):
        for slug in slugs:
            (tiny.root / "solutions" / f"{slug}.py").write_text("", encoding="utf-8")

    return write


def test_weeks_come_in_the_order_of_the_course_with_the_capstone_last(land):
    land("w10_later", "capstone", "w02_early")
    assert course.slugs() == ("w02_early", "w10_later", "w98_tiny", "capstone")


def test_a_unique_beginning_names_a_week(land):
    land("w10_later")
    assert course.week("w98").slug == "w98_tiny"
    assert course.week("w98_tiny").slug == "w98_tiny"


def test_a_whole_slug_wins_over_a_longer_one(land):
    land("w98_tiny_more")
    assert course.week("w98_tiny").slug == "w98_tiny"


@pytest.mark.parametrize("slug", ["w99", "", "w", "../w98_tiny", "W98", "w98_tiny.py", "*"])
def test_any_other_word_is_an_error_that_lists_the_weeks(slug, land):
    land("w10_later")
    with pytest.raises(CourseError, match="Landed weeks: w10_later, w98_tiny"):
        course.week(slug)


def test_every_path_of_a_week_follows_from_its_slug(tiny):
    week = course.week("w98")
    assert week.source == tiny.source
    assert week.assignment == tiny.assignment
    assert week.checks == tiny.checks
    assert week.work == tiny.work
    assert week.lecture == tiny.root / "lectures" / "w98_tiny.md"


def test_check_cells_are_read_from_the_student_notebook_in_order(tiny):
    assert [
        (c.grade_id, c.exercise, c.hidden, c.points) for c in course.check_cells(tiny.slug)
    ] == [
        ("double-checks", "double", False, 30),
        ("double-hidden", "double", True, 30),
        ("half-checks", "half", False, 10),
        ("half-hidden", "half", True, 10),
    ]


def test_the_memo_is_no_exercise(tiny):
    with pytest.raises(CourseError, match="Its exercises: double, half"):
        course.points(tiny.slug, "tiny-memo", hidden=False)


CELL = {"grade": True, "solution": False, "grade_id": "a-checks"}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"\xff\xfe", b'{"cells": 3}', b'{"cells": [1]}', b'{"cells": [{}]}',
        json.dumps({"cells": [{"metadata": {"nbgrader": CELL}}]}).encode(),
        json.dumps({"cells": [{"metadata": {"nbgrader": CELL | {"points": "x"}}}]}).encode(),
    ],
)  # fmt: skip
def test_a_damaged_assignment_is_an_error_that_says_how_to_restore_it(content, tiny):
    tiny.assignment.write_bytes(content)
    with pytest.raises(CourseError, match=r"w98_tiny\.ipynb cannot be read .*mlsd build"):
        course.check_cells(tiny.slug)


def test_a_missing_assignment_is_an_error(tiny):
    tiny.assignment.unlink()
    with pytest.raises(CourseError, match=r"cannot be read \(FileNotFoundError\)"):
        course.check_cells(tiny.slug)
