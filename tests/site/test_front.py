"""The home page: what one sees first."""

import pytest

from autograder import course, syllabus
from website import front


def test_every_landed_week_is_a_part_of_the_drawing_that_leads_to_its_page(site, open_page):
    page, _ = open_page(f"{site.address}/index.html")
    found = page.evaluate(
        "[...document.querySelectorAll('.system-drawing a')].map(a => a.getAttribute('href'))"
    )
    built = {week for week, *_ in front.drawing().PARTS.values()}
    landed = {f"{week.slug}.html" for week in syllabus.weeks() if week.landed}
    assert set(found) == {f"{week.slug}.html" for week in syllabus.weeks() if week.number in built}
    assert set(found) <= landed


def test_the_weeks_below_it_say_what_they_ask_and_lead_there(site, open_page):
    page, _ = open_page(f"{site.address}/index.html")
    rows = page.locator(".system-weeks li")
    assert rows.count() == len(syllabus.weeks())
    for row, week in zip(rows.all(), syllabus.weeks(), strict=True):
        assert week.question in row.inner_text()
        assert row.locator("a").count() == week.landed


@pytest.mark.parametrize(("width", "named"), [(1280, True), (360, False)])
def test_a_phone_shows_numbers_and_a_desk_names(site, open_page, width, named):
    page, _ = open_page(f"{site.address}/index.html", width=width)
    assert page.locator(".system-drawing .named").first.is_visible() is named
    assert page.locator(".system-drawing .numbered").first.is_visible() is not named


def test_no_name_is_wider_than_its_part(site, open_page):
    page, _ = open_page(f"{site.address}/index.html", width=1280)
    wide = page.evaluate(
        "[...document.querySelectorAll('.system-drawing a')].filter(a =>"
        " a.querySelector('.named').getBBox().width > a.querySelector('rect').getBBox().width)"
        ".map(a => a.textContent)"
    )
    assert wide == []


def test_the_example_is_what_the_check_says(site, open_page):
    page, _ = open_page(f"{site.address}/index.html")
    typed = page.locator("div.highlight-python pre").first.inner_text()
    answer, _, last = typed.strip().rpartition("\n\n")
    assert last == 'check("late-labels")'
    outcome = front.judged("w01_framing", "late-labels", answer)
    said = page.locator(".first-check").inner_text()
    assert {one.passed for one in outcome.outcomes} == {True, False}
    assert all(one.criterion.replace("`", "") in said for one in outcome.outcomes)
    assert f"of {course.points('w01_framing', 'late-labels', hidden=False):g} points" in said
