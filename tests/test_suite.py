"""Checks give verdicts: who is at fault, and only a positive verdict earns anything."""

import pytest

from autograder import course
from autograder.errors import CheckFileError, CourseError
from autograder.judge import versions
from autograder.pytest_plugin import reference_module
from autograder.report import CellOutcome, CheckOutcome, Verdict
from autograder.submission import LocalSubmission
from autograder.suite import reset, suite


def judge(checks, function=None, *, hidden=False, seed=0, exercise="double"):
    """The outcomes of the checks of one exercise for a submission with one function."""
    submission = LocalSubmission({} if function is None else {"double": function})
    return checks.run(exercise, submission, hidden=hidden, seed=seed)


def only(outcomes):
    (found,) = outcomes
    return found


def stub(x):
    raise NotImplementedError


def fails(x):
    raise ValueError(f"no\nidea of {x}")


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError


def fails_without_words(x):
    raise Unprintable


def leaves(x):
    raise SystemExit(1)


def skips(x):
    pytest.skip("nothing to see")


CHECK = '''
@exercise("double")
def test_double(submission):
    """Twice two
    is four.

    Not three,
    not five.

    Four.
    """
    assert_same(submission.double(2), 4)
'''


@pytest.mark.parametrize(
    ("function", "verdict", "message"),
    [
        (lambda x: 2 * x, Verdict.PASSED, ""),
        (lambda x: 3 * x, Verdict.FAILED, "the numbers differ"),
        (lambda x: None, Verdict.FAILED, "expected a whole number (int), not None"),
        (lambda x: object(), Verdict.FAILED, "not an object of type object"),
        (None, Verdict.NOT_DEFINED, "`double` is not defined."),
        (stub, Verdict.STUB, "`double` is not written yet."),
        (fails, Verdict.RAISED, "ValueError: no"),
        (fails_without_words, Verdict.RAISED, "Unprintable"),
        (leaves, Verdict.RAISED, "SystemExit: 1"),
        (skips, Verdict.RAISED, "Skipped: nothing to see"),
        (lambda: 1, Verdict.RAISED, "TypeError:"),
    ],
)
def test_a_check_gives_the_verdict(write_checks, function, verdict, message):
    found = only(judge(write_checks(CHECK), function))
    assert found.verdict is verdict
    assert message in found.message
    assert found.passed == (verdict is Verdict.PASSED)


def test_an_outcome_names_the_call_and_both_sides(write_checks):
    found = only(judge(write_checks(CHECK), lambda x: 5))
    assert (found.called, found.expected, found.received) == ("double(2)", "4", "5")


def test_the_criterion_is_the_first_paragraph_in_one_line(write_checks):
    found = only(judge(write_checks(CHECK), lambda x: 5))
    assert found.criterion == "Twice two is four."


def test_a_check_that_failed_explains_its_criterion_by_the_other_paragraphs(write_checks):
    checks = write_checks(CHECK)
    assert only(judge(checks, lambda x: 5)).explanation == "Not three, not five. Four."
    assert only(judge(checks, lambda x: 4)).explanation == ""


def test_a_name_that_now_means_a_value_is_the_student_s_not_the_grader_s_mistake(write_checks):
    found = only(write_checks(CHECK).run("double", LocalSubmission({"double": 4}), hidden=False))
    assert found.verdict is Verdict.NOT_DEFINED


def test_no_text_of_a_submission_controls_the_terminal(write_checks):
    def rude(x):
        raise ValueError("\x1b[2J")

    assert "\x1b" not in only(judge(write_checks(CHECK), rude)).message


BROKEN = {
    "a check that raises": 'raise KeyError("a")',
    "a check that crashes on a result": "submission.double(2).shape.index",
    "a check that skips": 'pytest.skip("not now")',
    "a check that is expected to fail": 'pytest.xfail("not now")',
    "a check that lacks a fixture": None,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_check_is_the_grader_s_error_and_no_pass(write_checks, name):
    body, fixture = (BROKEN[name], "submission") if BROKEN[name] else ("pass", "nowhere")
    text = f'@exercise("double")\ndef test_it({fixture}):\n    {body}\n'
    found = only(judge(write_checks(text), lambda x: 2 * x))
    assert found.verdict is Verdict.GRADER_ERROR
    assert "It is not your mistake" in found.message


@pytest.mark.parametrize("mark", ["skip", "skipif(True, reason='no')", "xfail", "xfail(strict=1)"])
def test_a_check_that_is_marked_to_be_skipped_or_to_fail_is_no_pass(write_checks, mark):
    text = f'@pytest.mark.{mark}\n@exercise("double")\ndef test_it():\n    assert 0\n'
    assert not only(judge(write_checks(text), lambda x: 2 * x)).passed


@pytest.mark.parametrize("when", ["raise KeyError", "yield\n    raise KeyError"])
def test_a_check_whose_fixture_fails_is_no_pass(write_checks, when):
    text = f"""
@pytest.fixture
def broken():
    {when}

@exercise("double")
def test_it(broken, submission):
    assert_same(submission.double(2), 4)
"""
    found = only(judge(write_checks(text), lambda x: 2 * x))
    assert found.verdict is Verdict.GRADER_ERROR


def test_a_fixture_that_calls_the_submission_may_find_its_error(write_checks):
    text = """
@pytest.fixture
def four(submission):
    return submission.double(2)

@exercise("double")
def test_it(four):
    assert_same(four, 4)
"""
    assert only(judge(write_checks(text), fails)).verdict is Verdict.RAISED
    assert only(judge(write_checks(text), lambda x: 2 * x)).passed


def test_the_reference_is_not_for_public_checks(write_checks):
    text = '@exercise("double")\ndef test_it(reference):\n    pass\n'
    assert only(judge(write_checks(text))).verdict is Verdict.GRADER_ERROR
    checks = write_checks("", hidden=text)
    assert only(judge(checks, hidden=True)).passed


@pytest.mark.parametrize("body", ["assert submission.double(2) == 4", "raise AssertionError"])
def test_a_plain_assertion_is_a_failure(write_checks, body):
    text = f'@exercise("double")\ndef test_it(submission):\n    {body}\n'
    found = only(judge(write_checks(text), lambda x: 3 * x))
    assert found.verdict is Verdict.FAILED
    assert found.message


def test_an_assertion_of_the_submission_is_its_error(write_checks):
    def asserts(x):
        raise AssertionError("x is wrong")

    assert only(judge(write_checks(CHECK), asserts)).verdict is Verdict.RAISED


def test_a_check_that_breaks_after_the_submission_was_rejected_is_the_grader_s_error(write_checks):
    text = """
@exercise("double")
def test_it(submission):
    rejects(submission.double, 2)
    raise KeyError("mine")
"""
    assert only(judge(write_checks(text), fails)).verdict is Verdict.GRADER_ERROR


def test_checks_can_be_run_again_and_again(tiny):
    checks = suite(tiny.slug)
    for _ in range(3):
        assert [o.verdict for o in judge(checks, fails)] == [Verdict.RAISED] * 2
        assert all(o.passed for o in judge(checks, lambda x: 2 * x))
        assert [o.verdict for o in judge(checks)] == [Verdict.NOT_DEFINED] * 2


def test_a_check_never_sees_the_call_of_an_earlier_one(write_checks):
    text = CHECK + '\n@exercise("double")\ndef test_no_call():\n    raise AssertionError("no")\n'
    outcomes = judge(write_checks(text), lambda x: 5)
    assert [o.called for o in outcomes] == ["double(2)", ""]


def test_public_and_hidden_checks_are_run_apart(tiny):
    checks = suite(tiny.slug)
    assert [o.name for o in judge(checks, lambda x: 2 * x)] == [
        "test_double_of_two_is_four",
        "test_double_of_a_word_is_refused_or_repeated",
    ]
    hidden = judge(checks, lambda x: 2 * x, hidden=True)
    assert [o.name for o in hidden] == ["test_double_of_a_secret"]
    assert checks.exercises() == ("double", "half")


RANDOM = """
@exercise("double")
def test_a(submission, rng):
    submission.double(int(rng.integers(10**9)))


@exercise("double")
def test_b(submission, rng):
    submission.double(int(rng.integers(10**9)))
"""


def draws(checks, **options):
    seen = []
    judge(checks, seen.append, **options)
    return seen


def test_random_inputs_depend_on_the_seed_and_the_name_of_the_check_only(write_checks):
    checks = write_checks(RANDOM)
    first, second = draws(checks, seed=1)
    assert first != second
    assert draws(checks, seed=1) == [first, second]
    assert draws(checks, seed=2) != [first, second]
    alone = write_checks(RANDOM[RANDOM.index('@exercise("double")\ndef test_b') :])
    assert draws(alone, seed=1) == [second]


def test_a_parametrised_check_is_one_check_for_each_value(write_checks):
    text = """
@exercise("double", weight=3)
@pytest.mark.parametrize("x", [1, 2])
def test_it(submission, x, rng):
    assert_same(submission.double(x), 2 * x)
"""
    outcomes = judge(write_checks(text), lambda x: 2)
    assert [(o.name, o.passed, o.weight) for o in outcomes] == [
        ("test_it[1]", True, 3),
        ("test_it[2]", False, 3),
    ]


def test_a_check_is_worth_its_weight(tiny):
    outcomes = judge(suite(tiny.slug), lambda x: 4 if x == 2 else 0)
    assert [o.weight for o in outcomes] == [1, 2]
    assert CellOutcome("double", False, 30, outcomes).score == 10


@pytest.mark.parametrize("weight", ["0", "-1", "float('nan')"])
def test_a_weight_is_positive(write_checks, weight):
    with pytest.raises(CheckFileError):
        write_checks(f'@exercise("double", weight={weight})\ndef test_it():\n    pass\n')


@pytest.mark.parametrize(
    "text", ["import nowhere\n", "def broken(:\n", "raise KeyError\n", "1 / 0\n", "pytest.skip()\n"]
)
def test_a_check_file_that_does_not_import_is_an_error_of_its_own(write_checks, text):
    with pytest.raises(CheckFileError, match="The checks of w98_tiny"):
        write_checks(CHECK, hidden=text)


def test_a_check_that_belongs_to_no_exercise_is_an_error(write_checks):
    with pytest.raises(CheckFileError, match=r"test_public\.py: test_it lacks @exercise"):
        write_checks("def test_it():\n    pass\n")


def test_a_check_in_the_folder_of_another_exercise_is_an_error(write_checks):
    with pytest.raises(CheckFileError, match="test_it is a check of 'half' in another's folder"):
        write_checks('@exercise("half")\ndef test_it():\n    pass\n')


def test_a_week_without_check_files_is_an_error_and_collects_nothing_else(tiny, monkeypatch):
    (tiny.root / "test_elsewhere.py").write_text("def test_it(): pass\n", encoding="utf-8")
    monkeypatch.chdir(tiny.root)
    for path in tiny.checks.glob("*/test_*.py"):
        path.unlink()
    with pytest.raises(
        CheckFileError, match=r"there is no \*/test_public\.py and no \*/test_hidden"
    ):
        suite(tiny.slug)


def test_an_exercise_without_checks_is_an_error(tiny):
    with pytest.raises(CheckFileError, match="has no public checks for 'treble'"):
        judge(suite(tiny.slug), exercise="treble")


def test_changed_check_files_are_read_after_a_reset(write_checks, tiny):
    judge(write_checks(CHECK), lambda x: 4)
    path = tiny.checks / "double" / "test_public.py"
    path.write_text(path.read_text().replace("4)", "4444)"), encoding="utf-8")
    reset()
    assert only(judge(suite(tiny.slug), lambda x: 4)).expected == "4444"


FROM_CASES = '''
from ..cases import TWICE_TWO

@exercise("double")
def test_double(submission):
    """Twice two is four."""
    assert_same(submission.double(2), TWICE_TWO)
'''


def test_check_files_share_the_cases_of_their_week(write_checks, tiny):
    cases = tiny.checks / "cases.py"
    cases.write_text("TWICE_TWO = 4\n", encoding="utf-8")
    checks = write_checks(FROM_CASES, FROM_CASES.replace("test_double", "test_again"))
    assert only(judge(checks, lambda x: 4)).passed
    assert only(judge(checks, lambda x: 4, hidden=True)).passed
    before = versions(tiny.slug)
    cases.write_text("TWICE_TWO = 4444\n", encoding="utf-8")
    reset()
    assert only(judge(suite(tiny.slug), lambda x: 4)).expected == "4444"
    assert versions(tiny.slug)["checks"] != before["checks"]


def test_two_weeks_have_each_their_own_checks(write_checks, tiny):
    first = write_checks(CHECK)
    other = tiny.checks.with_name("w99_other") / "double"
    other.mkdir(parents=True)
    text = (tiny.checks / "double" / "test_public.py").read_text().replace("4)", "5)")
    (other / "test_public.py").write_text(text, encoding="utf-8")
    (tiny.root / "solutions" / "w99_other.py").write_text("", encoding="utf-8")
    assert only(judge(suite("w99_other"), lambda x: 5)).passed
    assert only(judge(first, lambda x: 4)).passed


def test_a_person_s_own_pytest_options_change_nothing(write_checks, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing --no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    assert only(judge(write_checks(CHECK), lambda x: 4)).passed


def test_the_reference_is_the_solution(tiny):
    assert reference_module(tiny.slug).double(4) == 8
    for exercise, function in (("double", lambda x: 2 * x), ("half", lambda x: x / 2)):
        submission = LocalSubmission({exercise: function})
        assert all(o.passed for o in suite(tiny.slug).run(exercise, submission, hidden=True))


# Scores


def outcome(verdict, weight=1.0):
    return CheckOutcome("test", "Criterion.", verdict, weight)


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.PASSED}))
def test_no_verdict_but_a_pass_earns_anything(verdict):
    assert CellOutcome("e", False, 10, (outcome(verdict),)).score == 0


def test_a_cell_without_checks_earns_nothing():
    assert CellOutcome("e", False, 10, ()).score == 0


def test_a_score_has_two_decimals():
    checks = (outcome(Verdict.PASSED), outcome(Verdict.FAILED), outcome(Verdict.FAILED))
    assert CellOutcome("e", False, 10, checks).score == 3.33


def test_all_checks_earn_all_points_in_spite_of_rounding():
    checks = tuple(outcome(Verdict.PASSED, 0.1) for _ in range(7))
    assert CellOutcome("e", False, 5, checks).score == 5


def test_grader_errors_are_kept_apart():
    checks = (outcome(Verdict.FAILED), outcome(Verdict.GRADER_ERROR))
    assert CellOutcome("e", False, 5, checks).grader_errors == checks[1:]


def test_an_unknown_exercise_or_week_is_a_course_error(tiny):
    with pytest.raises(
        CourseError, match=r"has no exercise 'treble'\. Its exercises: double, half"
    ):
        course.points(tiny.slug, "treble", hidden=False)
    with pytest.raises(CourseError, match=r"no week called 'w97'\. Landed weeks: w98_tiny"):
        suite("w97")
