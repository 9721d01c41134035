"""Instructors' notes name what is there: sections of the page, mistakes of every exercise."""

import re

import pytest

from autograder import bank, course

NOTES = course.ROOT / "lectures" / "notes"
SECTIONS = (
    "In one sentence",
    "Timing",
    "Where students stall",
    "Common misconceptions",
    "Questions for discussion",
    "When time is short",
    "Grading the memo",
)
LONGEST = 150  # minutes: two meetings of 75

per_week = pytest.mark.parametrize("slug", course.slugs())


def sections(text):
    """The text below each heading of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def notes(slug):
    return (NOTES / f"{slug}.md").read_text(encoding="utf-8")


def timetable(slug):
    """Rows of the table of timing: minutes, and the sections of the page they are for."""
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", sections(notes(slug))["Timing"], re.MULTILINE)
    return [(int(minutes), re.split(r"; ", named)) for minutes, named in rows]


@per_week
def test_every_week_has_notes_with_the_same_sections(slug):
    text = notes(slug)
    assert f"](../{slug}.md)" in text
    assert tuple(sections(text)) == SECTIONS
    assert all(part.strip() for part in sections(text).values())


@per_week
def test_the_timing_is_for_sections_of_the_page_and_fits_two_meetings(slug):
    page = course.week(slug).lecture.read_text(encoding="utf-8")
    headings = [h.casefold() for h in re.findall(r"^##+ (.+)$", page, re.MULTILINE)]
    table = timetable(slug)
    for name in (name for _, names in table for name in names):
        assert any(h.startswith(name.casefold()) for h in headings), name
    assert 0 < sum(minutes for minutes, _ in table) <= LONGEST


@per_week
def test_some_mistake_of_every_exercise_is_linked(slug):
    """Each by its name, with the file that it stands in."""
    folder = re.escape(f"../../autograder/checks/{slug}/")
    linked = set(re.findall(rf"\[([^\]]+)\]\({folder}([\w-]+)/mistakes\.toml\)", notes(slug)))
    assert linked <= {(mistake.name, mistake.exercise) for mistake in bank.mistakes(slug)}
    assert {exercise for _, exercise in linked} == {
        cell.exercise for cell in course.check_cells(slug)
    }


@per_week
def test_every_question_for_discussion_has_an_answer(slug):
    blocks = re.split(
        r"^\*\*.+\*\*$", sections(notes(slug))["Questions for discussion"], flags=re.M
    )
    answers = blocks[1:]
    assert len(answers) >= 3
    assert all(len(answer.split()) >= 15 for answer in answers)
