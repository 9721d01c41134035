"""What every lecture has, read from its source; test_notebooks_run.py runs it."""

import re

import pytest

from autograder import course

FENCE = re.compile(r"(`{3,})\{([\w-]+)\}")
WORDS = (2_500, 4_500)


def blocks(page):
    """The page as (kind, text): `paragraph`, `heading`, or the name of a directive."""
    lines = iter(re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL).split("\n"))
    paragraph = []
    for line in lines:
        fence = FENCE.match(line)
        if (fence or not line or line.startswith("#")) and paragraph:
            yield "paragraph", "\n".join(paragraph)
            paragraph = []
        if fence:
            inside = []
            for inner in lines:
                if inner == fence[1]:
                    break
                inside.append(inner)
            yield fence[2], "\n".join(inside)
        elif line.startswith("#"):
            yield "heading", line
        elif line:
            paragraph.append(line)
    if paragraph:
        yield "paragraph", "\n".join(paragraph)


def sections(page):
    """The blocks below each heading of the second level."""
    found = {"": []}
    for kind, text in blocks(page):
        if kind == "heading" and text.startswith("## "):
            found[text.removeprefix("## ")] = []
        else:
            found[list(found)[-1]].append((kind, text))
    return found


def words(page):
    """Words of prose: no code, tables, references, formulas or options of directives."""
    parts = sections(page)
    parts.pop("References", None)
    text = "\n".join(
        text
        for part in parts.values()
        for kind, text in part
        if kind != "code-cell" and not text.startswith("|")
    )
    text = text.replace(r"\$", "")
    markup = r"\{[\w:]+\}`[^`]*`|\$\$[^$]*\$\$|\$[^$\n]*\$|^:\w+:.*$"
    text = re.sub(markup, "", text, flags=re.MULTILINE)
    return len(re.findall(r"[^\W\d_]\w*", text))


def numbered(part):
    """The items of the numbered list of a section."""
    return [item for _, text in part for item in re.findall(r"^\d+\. .+", text, re.MULTILINE)]


def given_away(part):
    """Predictions of a section without a fold, or with a figure or a print open beside the fold.

    Beside it is all that stands between the question and the next paragraph.
    """
    found = []
    for place, (kind, _) in enumerate(part):
        if kind != "predict":
            continue
        beside = []
        for block in part[place + 1 :]:
            if block[0] in ("paragraph", "heading"):
                break
            beside.append(block)
        cells = [text for name, text in beside if name == "code-cell"]
        shown = [text for text in cells if not re.search(r"tags: \[(hide|remove)-cell\]", text)]
        if "dropdown" not in [name for name, _ in beside]:
            found.append("a prediction without a fold")
        if any(re.search(r"^  figure:|^print\(", text, re.MULTILINE) for text in shown):
            found.append("an answer stands open")
    return found


def faults(page, number):
    """What the lecture of this week misses."""
    parts = sections(page)
    all_blocks = list(blocks(page))
    cells = [text for kind, text in all_blocks if kind == "code-cell"]
    figures = [text for text in cells if re.search(r"^  figure:$", text, re.MULTILINE)]
    objectives = numbered(parts[""])
    practice = parts.get("Exercises", [])
    exercises = [text for _, text in practice if re.match(r"\*\*\d+\.\*\* ", text)]
    answers = [text for kind, text in practice if kind == "dropdown"]
    interview = parts.get("What the interviewer asks", [])
    questions = [
        re.findall(r"^\*\*(\d)\. ", text, re.MULTILINE)
        for kind, text in interview
        if kind == "admonition"
    ]
    opening = "".join(text for _, text in parts.get("Where we are", []))
    checked = re.search(r"^Sources were checked in \w+ \d{4}\.$", page, re.MULTILINE)
    holds = {
        "too short or too long": WORDS[0] <= words(page) <= WORDS[1],
        "no prerequisites or time": "**Prerequisites.**" in page and "**Time.**" in page,
        "an objective without a verb": objectives and all("**" in each for each in objectives),
        "a summary that does not mirror the objectives":
            len(numbered(parts.get("Summary", []))) == len(objectives),
        "no map of the system at the top":
            list(parts)[1] == "Where we are" and f"draw_system(week={number})" in opening,
        "fewer than four figures": len(figures) >= 4,
        "a figure without caption or text": all(
            re.search(r"^    caption: \S", text, re.MULTILINE)
            and re.search(r"^    alt: \S", text, re.MULTILINE)
            for text in figures
        ),
        "no table": any(re.match(r"\|.*\n\|[-| :]+\n", text) for _, text in all_blocks),
        "fewer than two predictions": [kind for kind, _ in all_blocks].count("predict") >= 2,
        "fewer than three exercises": len(exercises) >= 3,
        "an exercise without a fold": len(exercises) == len(answers),
        "no two questions of an interviewer": questions == [["1", "2"]],
        "undated references": checked,
        "a DOI that is no link": not re.search(r"(?<!\[)\bdoi:10\.", page),
    }  # fmt: skip
    missing = [fault for fault, held in holds.items() if not held]
    return missing + [fault for part in parts.values() for fault in given_away(part)]


def page_of(slug):
    return course.week(slug).lecture.read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", course.slugs())
def test_a_lecture_has_what_every_lecture_has(slug):
    assert faults(page_of(slug), 14 if slug == "capstone" else int(slug[1:3])) == []


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        (r"^[A-Z].*\n", "", "too short or too long"),
        (r"\*\*Time\.\*\*", "Time.", "no prerequisites or time"),
        (r"^(\d\.) \*\*(\w+)\*\*", r"\1 \2", "an objective without a verb"),
        (r"(## Summary\n\n)1\..*\n", r"\1", "a summary that does not mirror the objectives"),
        (r"draw_system\(week=1\)", "draw_system(week=2)", "no map of the system at the top"),
        (r"^  figure:$", "  picture:", "fewer than four figures"),
        (r"^    alt: >-$", "    text: >-", "a figure without caption or text"),
        (r"^\|.*\n", "", "no table"),
        (r"^```\{predict\}", "```{note}", "fewer than two predictions"),
        (r"^\*\*([2-9])\.\*\*", r"\1.", "fewer than three exercises"),
        (r"\{dropdown\} Answer", "{note}", "an exercise without a fold"),
        (r"^\*\*2\. ", "2. ", "no two questions of an interviewer"),
        (r"^Sources were checked.*", "", "undated references"),
        (r"\[(doi:10[^]]*)\]\([^)]*\)", r"\1", "a DOI that is no link"),
        (r"\{dropdown\} What was measured", "{note}", "a prediction without a fold"),
        (r"tags: \[hide-cell\]", "tags: [hide-input]", "an answer stands open"),
    ],
)
def test_what_a_lecture_misses_is_noticed(was, now, fault):
    page = page_of("w01_framing")
    assert fault not in faults(page, 1)
    assert fault in faults(re.sub(was, now, page, flags=re.MULTILINE), 1)
