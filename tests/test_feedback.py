"""The page a student gets."""

import dataclasses
import html.parser
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import feedback
from autograder.report import CheckOutcome, Report, ReportCell, Status, Verdict

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\x1b[31m\x07\u202etxt\ud800"


def report(*cells, **changes):
    made = Report("ada", "w98_tiny", "x.ipynb", "0" * 64, 0, "A", Status.GRADED, cells=cells)
    return dataclasses.replace(made, **changes)


def failed(**said):
    return CheckOutcome("test_x", "Twice two is four.", Verdict.FAILED, **said)


def check(*outcomes, hidden=False, score=0.0):
    name = "double-hidden" if hidden else "double-checks"
    return ReportCell(name, "check", "", 30, score=score, outcomes=outcomes)


def exercise(source="def double(x):\n    return 3 * x", outputs=()):
    return ReportCell("double", "exercise", source, outputs=outputs)


class Tags(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_a_public_check_says_what_was_called_expected_and_got():
    said = {"message": "Too much.", "called": "double(2)", "expected": "4", "received": "6"}
    page = feedback.render(report(exercise(), check(failed(**said))))
    for text in ("Twice two is four.", "failed", *said.values()):
        assert text in page
    labels = re.findall("<dt>(.*?)</dt>", page)
    assert labels == ["called", "expected", "got"]  # as in the table of `check`


def test_a_hidden_check_is_named_by_criterion_and_verdict_only():
    secret = {"message": "s-msg", "called": "s-call", "expected": "s-exp", "received": "s-rec"}
    cells = (exercise(), check(failed(**secret), hidden=True))
    page = feedback.render(report(*cells, problems=("double: s-msg",)))
    assert "Twice two is four." in page
    assert "test_x" not in page
    for text in secret.values():
        assert text not in page


def test_the_points_of_each_exercise_and_the_total_are_shown():
    page = feedback.render(
        report(exercise(), check(failed(), score=12.5), ReportCell("m", "memo", "", 20))
    )
    assert "<strong>12.5</strong> of 30 points" in page
    assert "20 more points are graded by hand." in page


def test_a_check_that_failed_explains_its_criterion_and_a_hidden_one_does_not():
    said = {"explanation": "Three are `odd`."}
    assert "Three are <code>odd</code>." in feedback.render(
        report(exercise(), check(failed(**said)))
    )
    hidden = feedback.render(report(exercise(), check(failed(**said), hidden=True)))
    assert "Three are" not in hidden


def test_our_sentences_show_code_and_the_words_of_an_error_stay_as_they_are():
    page = feedback.render(report(exercise(), check(failed(message="`f(<x>)` is ` odd"))))
    assert "<code>f(&lt;x&gt;)</code> is ` odd" in page
    raised = CheckOutcome("t", "C.", Verdict.RAISED, message="ValueError: `<b>` is odd")
    page = feedback.render(report(exercise(), check(raised)))
    assert "ValueError: `&lt;b&gt;` is odd" in page


MEMO = """# Title

Some *words*, `a < b`, [a link](https://example.org/x), <b onclick=alert(1)>bold</b>.

![a picture](https://example.org/p.png) and [another](javascript:alert)
and &#x202e; and \u202e.

| a | b |
|---|---|
| 1 | 2 |

<script>alert(1)</script>

- first
"""


def memo(text):
    return feedback.render(report(ReportCell("memo", "memo", text, 20)))


def test_a_memo_is_shown_as_the_student_saw_it():
    page = memo(MEMO)
    for text in ("<h3>Title</h3>", "<em>words</em>", "<code>a &lt; b</code>", "<td>1</td>"):
        assert text in page
    assert "<li>first</li>" in page


def test_a_memo_brings_no_markup_no_address_to_follow_and_no_picture():
    page = memo(MEMO)
    plain = {tag for tag, _ in Tags(memo("")).found}
    assert {tag for tag, _ in Tags(page).found} - plain <= {
        "h3", "p", "em", "code", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"
    }  # fmt: skip
    assert {name for _, attrs in Tags(page).found for name in attrs}.isdisjoint({"src", "onclick"})
    assert all(attrs["href"] == "#memo" for _, attrs in Tags(page).found if "href" in attrs)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "a link (https://example.org/x)" in page
    assert "[image: a picture]" in page
    assert page.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "text", ["[", "![", "[a](", "*a ", "> ", "- ", "`a``", "<", "<!--", "&", "|a|\n|-|\n", "**a_b"]
)
def test_no_memo_takes_long_to_show(text):
    began = time.process_time()
    memo(text * (feedback.LONGEST_CODE // len(text)))
    assert time.process_time() - began < 5


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.lists(st.sampled_from([*"*_`[]()<>!#-+|~&a\\:\"' \n\t", "\n\n", "    ", "<b>", "](x)"])))
def test_any_memo_has_a_page_with_none_but_our_tags(parts):
    assert "<b>" not in memo("".join(parts))


def test_a_missing_function_is_said_once():
    stub = CheckOutcome("t", "Criterion.", Verdict.STUB, message="`double` is not written yet.")
    page = feedback.render(report(exercise(), check(stub, stub, stub)))
    assert page.count("is not written yet.") == 1


def test_nothing_of_a_student_becomes_markup_or_an_invisible_character():
    outputs = (
        {"output_type": "stream", "name": "stdout", "text": EVIL},
        {"output_type": "error", "ename": EVIL, "evalue": EVIL, "traceback": []},
        {"output_type": "display_data", "data": {"text/html": EVIL, "text/plain": [EVIL]}},
    )
    said = {"message": EVIL, "called": EVIL, "expected": EVIL, "received": EVIL}
    page = feedback.render(
        report(
            exercise(EVIL, outputs),
            check(failed(**said)),
            ReportCell("memo", "memo", EVIL, 20),
            student=EVIL,
            problems=(EVIL,),
            versions={EVIL: EVIL},
        )
    )
    tags = Tags(page).found
    assert not {tag for tag, _ in tags} & {"script", "img", "iframe", "object", "svg"}
    assert not [name for _, attrs in tags for name in attrs if name.startswith("on")]
    assert page.replace("\n", "").isprintable()
    assert "{{ 7*7 }}" in page
    assert "\\u202etxt" in page
    page.encode("utf-8")


def test_a_page_asks_for_nothing_over_the_network():
    page = feedback.render(report(exercise(), check(failed())))
    tags = Tags(page).found
    assert not [attrs for _, attrs in tags if "src" in attrs]
    assert all(attrs["href"].startswith("#") for _, attrs in tags if "href" in attrs)
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|https?:", page)


def test_very_long_text_is_cut_and_says_so():
    page = feedback.render(report(exercise("x" * 10**6), check(failed(message="y" * 10**6))))
    assert len(page) < 60_000
    assert "more characters]" in page


def test_many_problems_are_counted_instead_of_listed():
    page = feedback.render(report(problems=tuple(f"Problem {k}." for k in range(1000))))
    assert "And 970 more." in page


def test_colours_of_a_traceback_are_dropped():
    outputs = ({"output_type": "stream", "name": "stdout", "text": "\x1b[31mred\x1b[0m"},)
    page = feedback.render(report(exercise(outputs=outputs), check(failed())))
    assert ">red<" in page


def test_a_syntax_error_is_shown_with_its_line_of_the_cell():
    said = "invalid syntax (<ipython-input-7-0a1b2c>, line 2)"
    output = {"output_type": "error", "ename": "SyntaxError", "evalue": said, "traceback": []}
    cell = exercise("def double(x):\n    retrun x", (output,))
    assert "SyntaxError: invalid syntax (line 2 of the cell: `retrun x`)" in feedback.render(
        report(cell, check(failed()))
    )


def test_a_failure_of_the_judge_is_not_the_students_and_quotes_nothing():
    page = feedback.render(report(status=Status.GRADER_ERROR, problems=("test_secret: boom",)))
    assert "not your mistake" in page
    assert "test_secret" not in page


def test_an_unreadable_submission_says_why():
    page = feedback.render(report(status=Status.UNREADABLE, problems=("It is not JSON.",)))
    assert "No grade" in page
    assert "It is not JSON." in page


def test_a_submission_graded_without_a_sandbox_says_so():
    assert "without a sandbox" in feedback.render(report(tier="unconfined"))


@pytest.mark.parametrize(("score", "share"), [(0, 0), (0.01, 1), (15, 50), (29.99, 99), (30, 100)])
def test_the_bar_is_full_or_empty_only_if_the_score_is(score, share):
    section = feedback.Section("double", score, 30, "", "", ())
    assert section.share == share


def test_the_page_lies_where_nbgrader_releases_feedback_from(tmp_path):
    path = feedback.write(report(student="../../ada"), tmp_path)
    assert (
        path.relative_to(tmp_path).as_posix() == "feedback/%2E.%2F..%2Fada/w98_tiny/w98_tiny.html"
    )
    assert path.is_file()
