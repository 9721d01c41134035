"""Search finds a term in lectures, exercises, glossary, guides and references."""

import pytest

TERMS = {
    "sepsis": "w01_framing.html",
    "implied threshold": "w01_framing.html",
    "expected_cost": "w01_framing.html",
    "review_design": "w01_framing.html",
    "tombstone": "glossary.html",
    "tumbling window": "glossary.html",
    "Landlock": "guides/security.html",
    "gradescope": "guides/grading-machines.html",
    "assert_same": "reference/testing.html",
    "regrades": "syllabus.html",
    "booking": "bibliography.html",
    "even_handed": "reference/worlds.html",
}


def results(page, term):
    """The addresses of what a search finds, best first."""
    box = page.locator("form.bd-search input[name=q], input#search-input").locator("visible=true")
    box.first.fill(term)
    box.first.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    page.wait_for_function(
        "document.querySelector('#search-results h2')?.innerText.includes('Results')"
    )
    page.wait_for_selector("#search-results ul.search li a")
    return [link.get_attribute("href") for link in page.locator("ul.search > li > a").all()]


@pytest.mark.parametrize("term", TERMS)
def test_search_returns_the_right_page(site, open_page, term):
    page, trouble = open_page(f"{site.address}/search.html")
    best = [address.partition("#")[0] for address in results(page, term)[:5]]
    assert TERMS[term] in [address.partition("?")[0] for address in best]
    assert trouble.seen == []


def test_search_works_in_a_site_opened_from_a_folder(site_folder, open_page):
    page, trouble = open_page(f"{(site_folder / 'search.html').as_uri()}")
    assert any("w01_framing.html" in address for address in results(page, "sepsis"))
    assert trouble.seen == []


def test_search_says_so_when_it_finds_nothing(site, open_page):
    page, _ = open_page(f"{site.address}/search.html?q=xylophonist")
    page.wait_for_function(
        "document.querySelector('#search-results').innerText.includes('did not match')"
    )
