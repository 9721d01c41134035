"""Links and anchors within the site, and what must not be in it."""

import html
import json
import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from autograder import course
from autograder.source import Kind, parse


class Page(HTMLParser):
    """Ids, links and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.words = set(), set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.ids.add(named.get("id") or named.get("name"))
        self.links |= {named[key] for key in ("href", "src") if named.get(key)}

    def handle_data(self, data):
        self.words.append(data)


@cache
def pages(folder):
    """Every page of a built site, by path."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}


def broken(folder):
    """Links of a site that lead nowhere."""
    found = []
    for path, page in pages(folder).items():
        if path.name == "webpack-macros.html" or "_static" in path.parts:
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchors = pages(folder)[target].ids if target in pages(folder) else set()
            if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in anchors):
                found.append((str(path.relative_to(folder)), link))
    return found


def test_every_link_and_anchor_resolves(site_folder):
    assert broken(site_folder.resolve()) == []


def test_a_broken_link_is_found(tmp_path):
    (tmp_path / "a.html").write_text('<p id="x"></p><a href="a.html#x">1</a><a href="#y">2</a>')
    (tmp_path / "b.html").write_text('<a href="c.html">3</a>')
    assert sorted(broken(tmp_path.resolve())) == [("a.html", "#y"), ("b.html", "c.html")]


def test_no_page_loads_anything_from_elsewhere(site_folder):
    for path in site_folder.rglob("*"):
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="([^"]+)"', text)
            assert not [link for link in loaded if re.match(r"(https?:)?//", link)], path
        if path.suffix == ".css":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", text), path


@cache
def everything(folder):
    """All text that the site serves, without markup and with single spaces."""
    texts = []
    for path in folder.rglob("*"):
        if path.suffix == ".html":
            texts.append("".join(pages(folder)[path].words))
        elif path.suffix == ".ipynb":
            notebook = nbformat.read(path, as_version=4)
            texts += [cell.source for cell in notebook.cells]
        elif path.suffix in (".js", ".json", ".txt", ".md", ".py") and "_static" not in path.parts:
            texts.append(html.unescape(path.read_text(encoding="utf-8")))
    return " ".join(" ".join(texts).split())


def sentences(text):
    """The lines of a text that are long enough to be nobody else's."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if len(line) > 40]


@pytest.mark.parametrize("slug", course.slugs())
def test_no_solution_is_in_the_site(site_folder, slug):
    source = parse(course.week(slug).source)
    public = " ".join(course.week(slug).assignment.read_text(encoding="utf-8").split())
    public += " ".join(course.week(slug).lecture.read_text(encoding="utf-8").split())
    regions = re.findall(
        r"### BEGIN SOLUTION\n(.*?)### END SOLUTION",
        course.week(slug).source.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    solved = [line for region in regions for line in sentences(region)]
    # As it stands in the notebook's JSON, and as it stands in the lecture.
    secret = [
        line for line in solved if json.dumps(line)[1:-1] not in public and line not in public
    ]
    assert len(regions) >= len([cell for cell in source.cells if cell.kind is Kind.EXERCISE])
    assert len(secret) > 20
    assert [line for line in secret if line in everything(site_folder)] == []


def test_what_is_in_the_site_is_found_there(site_folder):
    lecture = course.week("w01").lecture.read_text(encoding="utf-8")
    prose = re.sub(r"^(`{3,}).*?^\1", "", lecture, flags=re.MULTILINE | re.DOTALL)
    plain = [line for line in sentences(prose) if re.fullmatch(r"[A-Z][\w ,.]+", line)]
    assert len(plain) > 20
    # A glossary link takes nothing away from the text of a line.
    assert [line for line in plain if line not in everything(site_folder)] == []


def test_no_note_for_instructors_is_in_the_site(site_folder):
    for note in (course.ROOT / "lectures" / "notes").rglob("*.md"):
        lines = sentences(note.read_text(encoding="utf-8"))
        assert [line for line in lines if line in everything(site_folder)] == [], note
    assert not list(site_folder.rglob("notes"))


def test_notes_are_left_out_of_a_site_that_has_some(sample_folder):
    assert "A sample of a lecture" in everything(sample_folder)
    assert "marsupial" not in everything(sample_folder)
    assert not list(sample_folder.rglob("notes"))
