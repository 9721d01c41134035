"""Which weeks stand, in words."""

import pytest

from autograder import course, syllabus
from autograder.errors import CourseError

ROWS = """
| 1 | `w01_early` | What first? | — | 9 | not landed yet |
| 2 | `w02_late` | What then? | — | 9 | not landed yet |
| 3 | `capstone` | What last? | — | 9 | not landed yet |
"""


@pytest.fixture
def listed(monkeypatch, tmp_path):
    """A syllabus of three weeks; called with those of them that have landed."""
    page = tmp_path / "syllabus.md"
    page.write_text(f"# Syllabus\n\n{syllabus.BEGIN}{ROWS}{syllabus.END}\n", encoding="utf-8")
    monkeypatch.setattr(syllabus, "PAGE", page)

    def land(*slugs):
        monkeypatch.setattr(course, "slugs", lambda: slugs)

    return land


def test_weeks_are_read_with_their_questions(listed):
    listed("w01_early")
    first, _, last = syllabus.weeks()
    assert first == syllabus.Listed(1, "w01_early", "What first?", landed=True)
    assert (last.number, last.landed) == (3, False)


@pytest.mark.parametrize(
    ("landed", "said"),
    [
        ((), "No weeks of two stand, each a lecture and an assignment; the capstone has not"),
        (("w01_early",), "One week of two stand"),
        (("w01_early", "w02_late"), "Two weeks stand, each a lecture and an assignment; the"),
        (("w01_early", "w02_late", "capstone"), "Two weeks and a capstone stand, each a lecture"),
    ],
)
def test_how_many_stand_is_said_in_words(listed, landed, said):
    listed(*landed)
    assert syllabus.standing().startswith(said)


def test_a_week_that_is_planned_is_told_from_one_that_nobody_plans(listed):
    listed("w01_early")
    with pytest.raises(CourseError, match="w02_late stands in the syllabus and has not landed yet"):
        course.week("w02")
    with pytest.raises(CourseError, match="There is no week called 'w07'"):
        course.week("w07")
