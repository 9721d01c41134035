"""Every page, on a phone and on a desk, in the light and in the dark."""

from pathlib import Path

import axe_playwright_python
import pytest

from autograder import course

from .conftest import LUCK

LECTURES = course.ROOT / "lectures"
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
PAGES = sorted(
    str(path.relative_to(LECTURES).with_suffix(".html"))
    for path in LECTURES.rglob("*.md")
    if path.relative_to(LECTURES).parts[0] != "notes"
)
MADE = ["genindex.html", "py-modindex.html", "search.html"]
VIEWS = ((360, "light"), (1280, "dark"), (360, "dark"), (1280, "light"))


def views(names, luck):
    """Which page is opened how: each once, and one in four at the other width and colours too.

    Four days in a row see every page in all four views, for `luck` is the day's number.
    """
    opened = []
    for place, name in enumerate(names):
        turn = (place + luck) % len(VIEWS)
        opened.append((name, *VIEWS[turn]))
        if turn == 0:
            opened.append((name, *VIEWS[1]))
    return opened


def test_every_page_is_opened_and_within_four_days_in_every_view():
    days = [views(PAGES, day) for day in range(4)]
    for opened in days:
        assert {name for name, *_ in opened} == set(PAGES)
        assert len(opened) <= len(PAGES) * 1.25 + 1
    assert {view for day in days for view in day} == {
        (name, *view) for name in PAGES for view in VIEWS
    }


def findings(page):
    """What axe-core finds serious or critical: rule and element."""
    page.add_script_tag(path=AXE)
    # Without preloading: axe-core would look for style sheets where there are none.
    found = page.evaluate("axe.run({preload: false})")
    assert found["passes"], "axe-core looked at nothing"
    return [
        (violation["id"], node["html"][:200])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(("name", "width", "colours"), views(PAGES + MADE, LUCK))
def test_a_page_loads_whole_fits_and_is_accessible(site, open_page, name, width, colours):
    page, trouble = open_page(f"{site.address}/{name}", width=width, color_scheme=colours)
    page.wait_for_function("document.readyState === 'complete'")
    assert page.evaluate("document.documentElement.dataset.theme") == colours
    assert findings(page) == []
    room, needed = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    assert needed <= room
    code = page.evaluate(
        "[...document.querySelectorAll('.cell_input pre')].map(e => {"
        " const s = getComputedStyle(e);"
        " return [e.scrollWidth > e.clientWidth, s.whiteSpaceCollapse + s.textWrapMode,"
        " s.overflowX, s.backgroundAttachment.includes('local'), e.textContent]})"
    )
    if width < 600:  # lines stay whole and scroll, and a shadow says so
        assert {tuple(manner) for _, *manner, _ in code} <= {("preservenowrap", "auto", True)}
    else:
        assert [text for cut_off, *_, text in code if cut_off] == []
    assert trouble.seen == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_answers_are_accessible_too(sample, open_page, width, colours):
    page, _ = open_page(f"{sample.address}/w98_sample.html", width=width, color_scheme=colours)
    for box in page.locator("[data-predict]").all():
        for field in box.locator("input[type=text]").all():
            field.fill("no number")
        box.locator(".predict-commit").click()
    assert findings(page) == []
    for box in page.locator("[data-predict]").all():
        for field in box.locator("input[type=text]").all():
            field.fill("12")
        for field in box.locator("input[type=radio]").all():
            field.check()
        box.locator(".predict-commit").click()
    for box in page.locator(".quiz-question").all():
        box.locator("input").first.check()
        box.locator(".quiz-check").click()
    assert findings(page) == []
    page.goto(f"{sample.address}/predictions.html")
    assert page.locator(".progress-dot").count() == 2
    assert findings(page) == []


def test_axe_finds_what_is_wrong(site, open_page):
    page, _ = open_page(f"{site.address}/index.html")
    page.evaluate("document.querySelector('.bd-article').append(new Image())")
    assert [rule for rule, _ in findings(page)] == ["image-alt"]


def test_a_request_elsewhere_and_a_failed_one_are_noticed(site, open_page):
    page, trouble = open_page(f"{site.address}/index.html")
    page.evaluate("fetch('/nowhere').then(() => fetch('http://127.0.0.2:9/')).catch(() => 0)")
    page.wait_for_timeout(300)
    assert f"failed: {site.address}/nowhere" in trouble.seen
    assert "asked elsewhere: http://127.0.0.2:9/" in trouble.seen


@pytest.mark.parametrize("slug", course.slugs())
def test_figures_are_vector_graphics_with_a_text_for_those_who_do_not_see_them(
    site, open_page, slug
):
    page, _ = open_page(f"{site.address}/{slug}.html")
    figures = page.locator(".bd-article .cell_output img")
    assert figures.count() > 0
    for figure in figures.all():
        assert figure.get_attribute("src").endswith(".svg")
        assert figure.locator("..").get_attribute("href").endswith(".svg")
        assert len(figure.get_attribute("alt")) > 40


@pytest.mark.parametrize("slug", course.slugs())
def test_a_lecture_prints_without_navigation_and_with_every_fold_open(site, open_page, slug):
    page, _ = open_page(f"{site.address}/{slug}.html", width=700, color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("article details:not([open])").count() == 0
    assert not page.locator(".bd-sidebar-primary").is_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert page.locator("h1:visible").count() == 1
    assert page.locator("article p").first.is_visible()
    assert page.locator("article details.sd-dropdown").first.is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("article details:not([open])").count() > 0
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.pdf()[:4] == b"%PDF"


def test_mathematics_is_drawn_with_the_font_of_the_site(site, open_page):
    page, _ = open_page(f"{site.address}/w01_framing.html")
    formula = page.locator("div.formula math").first
    assert formula.get_attribute("alttext")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"STIX Two Math\"', 'x')")
    # A fraction is drawn on two levels: it is higher than a line.
    assert formula.bounding_box()["height"] > 30
