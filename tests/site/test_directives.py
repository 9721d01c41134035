"""What the parts of the site make of their sources; mistakes of authors are errors."""

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
import yaml

from autograder import course
from autograder.cli import app
from website import bibliography, execution, maths, predict, quiz, repository, terms, weeks

SAMPLE = Path(__file__).parent / "sample"


# -- predictions


@pytest.mark.parametrize(("text", "number"), [("1.5", 1.5), ("1,024.5", 1024.5), ("-3", -3.0)])
def test_a_plain_number_is_read(text, number):
    assert predict.plain_number(text) == number


@pytest.mark.parametrize("text", ["$5", "12%", "about 3", "nan", "inf", ""])
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(ValueError, match=r"finite|could not convert"):
        predict.plain_number(text)


@pytest.mark.parametrize("text", ["one", "a | a", "a | ", ""])
def test_choices_are_two_or_more_distinct_texts(text):
    assert predict.choices("a | b") == ("a", "b")
    with pytest.raises(ValueError, match="distinct choices"):
        predict.choices(text)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (":answer: w98-legs", ":answer: w98-arms", "No cell of this page glues"),
        (":answer: w98-legs", ":answer: w98-animal", "not a plain number"),
        (":high: 2000", ":high: 20", "outside the scale"),
        (":high: 2000\n", "", "both ends"),
        ("an ant | a spider | a snake", "an ant | a snake", "none of the choices"),
        ("{predict} w98-animal", "{predict} w98-legs", "two predictions called"),
    ],
)
def test_a_prediction_that_cannot_work_stops_the_build(tmp_path, build_site, old, new, problem):
    shutil.copytree(SAMPLE, tmp_path / "pages")
    page = tmp_path / "pages" / "w98_sample.md"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(AssertionError, match=problem):
        build_site(tmp_path / "pages", tmp_path / "out")


# -- quizzes

QUESTION = {
    "id": "q",
    "question": "Which?",
    "options": [
        {"text": "this", "right": True, "why": "So."},
        {"text": "that", "right": False, "why": "No."},
    ],
}


def written(tmp_path, entries):
    path = tmp_path / "quiz.yml"
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    return path


def test_a_quiz_is_read(tmp_path):
    (question,) = quiz.read(written(tmp_path, [QUESTION]))
    assert question.options[0] == quiz.Option("this", True, "So.")
    assert not question.several


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"options": []}, "two or more options"),
        ({"options": QUESTION["options"][1:] * 2}, "one that is right"),
        ({"options": [{"text": "this", "right": True}] * 2}, "text, right and why"),
        ({"options": [{"text": "this", "right": "yes", "why": "So."}] * 2}, "true or false"),
        ({"options": [{"text": 3, "right": True, "why": "So."}] * 2}, "3 is no text"),
        ({"question": " "}, "no text"),
        ({"hint": "none"}, "no others"),
    ],
)
def test_what_is_no_quiz_is_refused(tmp_path, change, problem):
    with pytest.raises(quiz.QuizError, match=problem):
        quiz.read(written(tmp_path, [QUESTION | change]))


@pytest.mark.parametrize("entries", [[], {}, None, [QUESTION, QUESTION]])
def test_a_quiz_is_a_list_of_different_questions(tmp_path, entries):
    with pytest.raises(quiz.QuizError, match=r"list of questions|two questions called 'q'"):
        quiz.read(written(tmp_path, entries))


# -- text of the repository

DOCUMENT = """\
# Title

Before. See [the rules](RULES.md).

## One

```sh
## no heading
[no link](syllabus.md)
```

### Deeper

In [the syllabus](syllabus.md#grading), [week 1](lectures/w01_framing.md).

## Two

The [notebook](assignments/w01_framing/w01_framing.ipynb) and [a site](https://example.org/a).
"""


def test_a_section_is_taken_without_its_heading():
    assert repository.section(DOCUMENT, None).startswith("Before.")
    assert "## One" not in repository.section(DOCUMENT, None)
    one = repository.section(DOCUMENT, "One")
    assert "## no heading" in one
    assert "### Deeper" in one
    assert "Two" not in one
    assert repository.section(DOCUMENT, "everything").count("## One") == 1


def test_a_missing_section_is_an_error():
    with pytest.raises(repository.SectionMissing, match=r"'Three'.*'One'"):
        repository.section(DOCUMENT, "Three")


def test_links_lead_to_pages_and_code_is_left_alone():
    text = repository.linked(DOCUMENT)
    assert "[the syllabus](/syllabus.md#grading), [week 1](/w01_framing.md)" in text
    assert "[notebook](/w01_framing.md#assignment)" in text
    assert "[no link](syllabus.md)" in text
    assert "See the rules." in text
    assert "[a site](https://example.org/a)" in text


def test_a_link_to_a_page_that_has_not_landed_is_plain_text():
    text = "[lecture](lectures/w99_none.md), [assignment](assignments/w99_none/w99_none.ipynb)"
    assert repository.linked(text) == "lecture, assignment"


def test_links_of_a_page_are_read_from_where_it_lies():
    text = "[s](../../syllabus.md#x) [p](../predictions.md) [t](#top)"
    assert repository.linked(text, "lectures/guides") == (
        "[s](/syllabus.md#x) [p](../predictions.md) [t](#top)"
    )


# -- weeks


@pytest.mark.parametrize("slug", course.slugs())
def test_a_week_lists_its_exercises_with_all_points(slug):
    listed = weeks.exercises(slug)
    cells = course.check_cells(slug)
    assert sum(e.visible + e.hidden for e in listed) == sum(cell.points for cell in cells) == 80
    assert all(exercise.names and exercise.contract for exercise in listed)
    text = weeks.described(slug)
    assert len(weeks.objectives(slug)) >= 3
    assert all(goal in text for goal in weeks.objectives(slug))
    assert f"{weeks.hours(slug)} hours" in text
    assert re.search(rf"mlsd start {slug}\b", text)


# -- glossary, bibliography, commands


def test_a_term_is_linked_where_it_is_first_used_and_only_there(sample_folder):
    text = (sample_folder / "w98_sample.html").read_text(encoding="utf-8")
    assert text.count("glossary.html#term-") == 1
    assert re.search(r'glossary.html#term-watermark"><span[^>]*>watermarks</span>', text)


def test_every_term_of_the_glossary_is_known_and_in_order():
    names = terms.terms((course.ROOT / "lectures" / "glossary.md").read_text(encoding="utf-8"))
    assert len(names) > 30
    assert names == sorted(names, key=str.lower)


@pytest.mark.parametrize("slug", course.slugs())
def test_a_lecture_links_terms(site_folder, slug):
    text = (site_folder / f"{slug}.html").read_text(encoding="utf-8")
    linked = re.findall(r'glossary.html#(term-[^"]+)"><span class="xref std std-term', text)
    assert len(linked) >= 5
    assert len(linked) == len(set(linked))


@pytest.mark.parametrize("slug", course.slugs())
def test_the_bibliography_holds_the_references_of_a_week(slug):
    entries = bibliography.references(course.week(slug).lecture.read_text(encoding="utf-8"))
    lecture = course.week(slug).lecture
    assert len(entries) >= 5
    gathered = bibliography.gathered([lecture])
    assert all(entry in gathered for entry in entries)


def test_an_entry_of_two_weeks_stands_once(tmp_path):
    for name in ("w01_a", "w02_b"):
        (tmp_path / f"{name}.md").write_text(
            f"# T\n\n({name[:3]}-references)=\n## References\n\n- Same (2020).\n- {name}.\n\nEnd.\n"
        )
    text = bibliography.gathered(sorted(tmp_path.glob("*.md")))
    assert text.count("Same (2020).") == 1
    assert "Same (2020). Cited in [week 1](/w01_a.md), [week 2](/w02_b.md)." in text
    assert text.index("Same") < text.index("w01_a. Cited")


def test_the_capstone_is_cited_by_its_name_after_the_weeks(tmp_path):
    for name, label in (("w02_b", "w02"), ("capstone", "capstone")):
        (tmp_path / f"{name}.md").write_text(
            f"# T\n\n({label}-references)=\n## References\n\n- Same (2020).\n\nEnd.\n"
        )
    text = bibliography.gathered([tmp_path / "w02_b.md", tmp_path / "capstone.md"])
    assert text == "- Same (2020). Cited in [week 2](/w02_b.md), [the capstone](/capstone.md)."


@pytest.mark.parametrize("page", ["w98_sample", "capstone"])
def test_the_quiz_stands_before_the_references_of_a_page(page, tmp_path):
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes" / f"{page}.yml").touch()
    label = page[:3] if page.startswith("w") else page
    content = [f"# T\n\n({label}-references)=\n## References\n"]
    weeks.complete(SimpleNamespace(srcdir=tmp_path), page, content)
    assert content[0].index("## Self-check") < content[0].index(f"({label}-references)=")


def test_every_command_and_option_is_in_the_reference(site_folder):
    text = (site_folder / "reference" / "commands.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", text)
    for name, command in typer.main.get_command(app).commands.items():
        assert f"mlsd {name}" in text
        for parameter in command.params:
            assert all(option in text for option in parameter.opts if option.startswith("--"))


# -- figures and formulas


def test_the_cache_of_lectures_knows_worlds_and_style(tmp_path):
    (tmp_path / "lectures").mkdir()
    (tmp_path / "worlds").mkdir()
    style, world = tmp_path / "lectures" / "style.mplstyle", tmp_path / "worlds" / "a.py"
    style.write_text("font.size: 10")
    world.write_text("x = 1")
    first = execution.cache_folder(tmp_path)
    assert execution.cache_folder(tmp_path) == first
    world.write_text("x = 2")
    second = execution.cache_folder(tmp_path)
    style.write_text("font.size: 11")
    third = execution.cache_folder(tmp_path)
    (tmp_path / "lectures" / "drawing.py").write_text("y = 1")
    fourth = execution.cache_folder(tmp_path)
    (tmp_path / "lectures" / "conf.py").write_text("z = 1")
    assert len({first, second, third, fourth}) == 4
    assert execution.cache_folder(tmp_path) == fourth


def test_a_formula_is_mathml_with_its_source():
    made = maths.mathml(r'p \ge "t"', block=True)
    assert made.startswith("<math alttext='p \\ge \"t\"'")
    assert 'display="block"' in made
