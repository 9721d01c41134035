"""The audit of a made-up week whose checks are deliberately bad: does it say so?"""

import json
import math
import random
import shutil
from types import SimpleNamespace

import pytest

from autograder import course
from autograder.audit import audit as audits
from autograder.audit import digests, equivalents, page, plan, record, text
from autograder.audit.equivalents import Equivalent
from autograder.audit.mutants import Mutant, Solution, mutants_of
from autograder.audit.tasks import Abreast, Case, Task, do, hire
from autograder.audit.trial import Failure, Findings
from autograder.bank import Variant
from autograder.batch import strongest_tier
from autograder.errors import CheckFileError
from autograder.source import Kind

from .conftest import SLUG, forget_caches, settle, write_files

DOUBLE_PUBLIC = '''\
from autograder.testing import assert_same, exercise


@exercise("double")
def test_double_of_three_is_six(submission):
    """Twice three is six."""
    assert_same(submission.double(3), 6)


@exercise("double")
def test_a_double_is_a_number(submission):
    """The result is a number: a check that says nothing."""
'''
HALF_PUBLIC = '''\
from autograder.testing import exercise, is_a


@exercise("half")
def test_half_of_four_is_between_one_and_nine(submission):
    """The half of 4.0 is a number from 1 to 9, which is true of much else."""
    half = submission.half(4.0)
    is_a(half, float)
    assert 1 <= half <= 9
'''
DOUBLE_HIDDEN = '''\
from autograder.testing import assert_same, exercise


@exercise("double")
def test_a_double_is_seldom_refused(submission, rng):
    """Twice any number, unless luck is against you."""
    assert_same(submission.double(5), 10 if rng.random() < 0.8 else 11)
'''
HALF_HIDDEN = '''\
from autograder.testing import assert_same, exercise


@exercise("half")
def test_half_of_zero_is_zero(submission):
    """Half of nothing is nothing."""
    assert_same(submission.half(0.0), 0.0)
'''
SQUARE = """\
[[mistake]]
name = "squared"
idea = "Squares."
was = "return 2 * x"
now = "return x ** 2"
fails = ["test_double_of_three_is_six", "test_a_double_is_seldom_refused"]
says = "Twice three"
"""
ADDED = """\
[[mistake]]
name = "added"
idea = "Adds one."
was = "return x / 2"
now = "return x + 1"
fails = ["test_half_of_zero_is_zero", "test_half_of_four_is_between_one_and_nine"]
says = "Half of nothing"
"""
LOOP = '''\
def double(x):
    """Count up in steps, for which a wrong step is endless."""
    total, left = 0, 2
    while left > 0:
        total += x
        left -= 1
    return total
'''


@pytest.fixture(scope="module")
def bad_week(built_course, tmp_path_factory):
    """The tiny course with bad checks; it stands for the repository as long as the module runs."""
    root = tmp_path_factory.mktemp("bad") / "course"
    shutil.copytree(built_course, root)
    checks = root / "checks" / SLUG
    texts = {
        "double/test_public.py": DOUBLE_PUBLIC,
        "double/test_hidden.py": DOUBLE_HIDDEN,
        "double/mistakes.toml": SQUARE,
        "double/alternatives/counted.py": LOOP,
        "half/test_public.py": HALF_PUBLIC,
        "half/test_hidden.py": HALF_HIDDEN,
        "half/mistakes.toml": ADDED,
    }
    write_files(checks, texts)
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, root)
        forget_caches()
        yield checks
    forget_caches()


@pytest.fixture(scope="module")
def tier():
    return strongest_tier()


@pytest.fixture(scope="module")
def found(bad_week, tier):
    """The audit of the bad week by two workers."""
    with hire(2, tier) as hands:
        return audits.run(SLUG, hands, seeds=30)


def test_a_weak_check_leaves_the_planted_survivor(found):
    changes = {(fate.mutant.was, fate.mutant.now) for fate in found.survivors}
    assert ("return x / 2", "return x * 2") in changes
    assert ("return x / 2", "return x / 3") in changes
    assert any("mutants survive" in problem for problem in audits.problems(found))


def test_a_strong_check_leaves_none(found):
    assert "return 2 / x" in {fate.mutant.now for fate in found.judged if fate.findings.killed}
    assert not [f for f in found.survivors if f.mutant.solution.exercise == "double"]


def test_a_check_that_nothing_fails_is_reported(found):
    assert found.unfailed == ("test_a_double_is_a_number",)
    problems = audits.problems(found)
    assert "no mistake and no mutant fails test_a_double_is_a_number" in problems


def test_a_flaky_check_gives_false_rejections_of_every_right_solution(found):
    assert {r.solution for r in found.rejections} == {"double/reference", "double/counted"}
    assert {r.check for r in found.rejections} == {"test_a_double_is_seldom_refused"}
    seeds = [r.seed for r in found.rejections if r.solution == "double/reference"]
    assert 0 < len(seeds) < 30
    assert seeds == [r.seed for r in found.rejections if r.solution == "double/counted"]


def test_a_check_that_draws_nothing_is_run_under_the_first_seed_of_a_task(bad_week, tier):
    case = Case("counted", LOOP, (3, 4, 5))
    with hire(1, tier) as hands:
        (done,) = do((Task(SLUG, "double", (case,)),), hands)
    ran = [list(findings.seconds) for findings in done.findings["counted"]]
    drawing = ["test_a_double_is_seldom_refused"]
    assert ran == [
        ["test_double_of_three_is_six", "test_a_double_is_a_number", *drawing],
        drawing,
        drawing,
    ]


def test_solutions_judged_abreast_run_what_draws_and_only_at_first_what_does_not(bad_week, tier):
    cases = (Case("counted", LOOP, (3, 4)), Case("again", LOOP, (3, 4)))
    with hire(1, tier) as hands:
        first, later = do([Abreast(SLUG, "double", cases, first) for first in (True, False)], hands)
    drawing = "test_a_double_is_seldom_refused"
    for name in ("counted", "again"):
        assert [len(findings.seconds) for findings in first.findings[name]] == [3, 1]
        assert [list(findings.seconds) for findings in later.findings[name]] == [[drawing]] * 2


def test_a_mistake_that_fails_less_than_it_names_is_a_fault(found):
    lines = [fault for fault in found.faults if fault.startswith("the mistake")]
    assert lines == [
        "the mistake half/added does not fail test_half_of_four_is_between_one_and_nine"
    ]


def test_an_endless_mutant_is_stopped_and_counts_as_killed(found):
    (endless,) = [f for f in found.fates if f.mutant.now == "left += 1"]
    assert endless.findings.killed_public
    assert endless.findings.failures[-1].stopped
    later = found.fates[found.fates.index(endless) + 1 :]
    assert any(not fate.findings.failures[-1].stopped for fate in later if fate.findings.killed)


def test_the_number_of_workers_changes_nothing(found, bad_week, tier):
    with hire(1, tier) as hands:
        again = audits.run(SLUG, hands, seeds=30)
        assert text.summary(again) == text.summary(found)
        assert record.of(again) == record.of(found)

        kept = record.of(found)
        fates = {key: ["test_double_of_three_is_six"] for key in kept.fates}
        lying = record.Record(kept.digests, kept.figures, fates)
        differences = record.repeat(SLUG, lying, hands, count=9, luck=3)
        honest = record.repeat(SLUG, kept, hands, count=9, luck=3)
    assert [line for line in differences if "and now" in line]
    assert not [line for line in honest if "and now" in line]


@pytest.mark.parametrize(
    ("operator", "was", "now", "differs"),
    [
        ("seed", "rng = default_rng(seed)", "rng = default_rng()", False),
        ("default", "divide(a, b, out=zeros(3), where=b > 0)", "divide(a, b, where=b > 0)", False),
        ("boundary", "a < b", "a <= b", True),
    ],
)
def test_which_check_notices_a_result_of_chance_is_left_to_chance(operator, was, now, differs):
    solution = Solution("draw", "reference", "")
    mutant = Mutant(solution, operator, 1, "", was, now)
    noticed = audits.Fate(mutant, Findings((Failure("test_b", False, "failed"),), True), False)
    passed = audits.Fate(mutant, Findings((), True), False)
    assert record.came_out_differently(["test_a"], noticed) is differs
    assert record.came_out_differently(["test_a"], passed)
    assert not record.came_out_differently(["test_b"], noticed)


def test_a_record_is_read_back_and_knows_what_has_changed(found, bad_week):
    kept = record.of(found)
    kept.write(SLUG)
    assert record.read(SLUG) == kept
    assert record.changed(SLUG, kept) == ()
    public = bad_week / "double" / "test_public.py"
    before = public.read_text(encoding="utf-8")
    public.write_text(before.replace("6)", "6.0)"), encoding="utf-8")
    assert record.changed(SLUG, kept) == record.stale(SLUG, kept) == ("checks",)
    public.write_text(before, encoding="utf-8")
    assert record.stale(SLUG, None) == ("no record",)
    other = record.Record(kept.digests | {"judge": "another"}, kept.figures, kept.fates)
    assert (record.changed(SLUG, other), record.stale(SLUG, other)) == (("judge",), ())
    record.path(SLUG).write_text("{}", encoding="utf-8")
    assert record.read(SLUG) is None


def test_the_judge_is_all_modules_that_an_audit_imports():
    names = {path.relative_to(course.REPOSITORY).as_posix() for path in digests.judge_files()}
    assert {
        "autograder/judge.py",
        "autograder/compare.py",
        "autograder/sandbox/worker.py",
        "autograder/audit/operators/calls.py",
        "worlds/flights.py",
        "requirements.lock",
    } <= names
    strangers = ("command.py", "gradebook.py", "test_public.py")
    assert not [name for name in names if name.endswith(strangers)]


@pytest.mark.parametrize(
    ("file", "was", "now", "changes"),
    [
        ("double/test_public.py", "assert_same(", "# Why not?\n    assert_same(", False),
        ("double/test_public.py", "Twice three", "Three twice", True),  # a student reads it
        ("double/test_public.py", "(3), 6", "(4), 8", True),
        ("double/mistakes.toml", "Squares.", "Takes the square.", False),
        ("double/mistakes.toml", "Twice three", "Twice", True),
        ("../../solutions/w98_tiny.py", "Two functions", "Some functions", False),
        ("../../solutions/w98_tiny.py", "Half of x.", "x by two.", False),
        (
            "../../solutions/w98_tiny.py",
            "    return x / 2",
            "    # By two.\n    return x / 2",
            False,
        ),
        ("../../solutions/w98_tiny.py", "return x / 2", "return x * 0.5", True),
    ],
)
def test_a_digest_changes_with_what_can_change_a_verdict_only(bad_week, file, was, now, changes):
    path = bad_week / file
    before, kept = path.read_text(encoding="utf-8"), digests.digests(SLUG)
    assert was in before
    try:
        path.write_text(before.replace(was, now), encoding="utf-8")
        assert (digests.digests(SLUG) != kept) is changes
    finally:
        path.write_text(before, encoding="utf-8")


def test_the_key_of_a_mutant_does_not_depend_on_words(bad_week):
    keys = {mutant.key for mutant in plan.material(SLUG).mutants}
    source = bad_week / "../../solutions/w98_tiny.py"
    before = source.read_text(encoding="utf-8")
    source.write_text(before.replace("Half of x.", "x by two."), encoding="utf-8")
    try:
        assert {mutant.key for mutant in plan.material(SLUG).mutants} == keys
    finally:
        source.write_text(before, encoding="utf-8")


def test_a_program_loses_comments_and_docstrings_and_nothing_else():
    kept = 'def f(x):\n    y = "# no comment"\n    return """x"""'
    text = kept.replace("(x):", '(x):  # why\n    """What.\n\n    More."""\n')
    assert digests.meaning(text, docstrings=False) == kept
    assert '"""What.' in digests.meaning(text, docstrings=True)


@pytest.mark.parametrize("variants", [1, 40, 200, 1840, 10**6])
@pytest.mark.parametrize("share", [1 / 50, 1 / 10])
def test_a_part_is_the_smallest_that_finds_the_share_of_changed_variants(variants, share):
    changed = math.ceil(variants * share)

    def missed(drawn):
        return math.comb(variants - changed, drawn) / math.comb(variants, drawn)

    drawn = record.part(variants, share)
    assert missed(drawn) <= 0.01 < missed(drawn - 1)
    assert drawn <= {1 / 50: 228, 1 / 10: 44}[share]


def test_the_summary_is_plain_data_with_the_figures_a_machine_asks_for(found):
    summary = json.loads(json.dumps(text.summary(found)))
    assert summary["mutants"] == len(found.fates)
    assert summary["killed_all"] + len(summary["survivors"]) == len(found.judged)
    assert summary["killed_public"] <= summary["killed_all"]
    assert summary["false_rejections"] == len(found.rejections)
    assert {survivor["points"] for survivor in summary["survivors"]} == {20.0}


def test_the_page_shows_a_heat_map_and_every_survivor(found, tmp_path):
    heat = page.squares(found)
    assert set(heat) == {"double", "half"}
    total = sum(square.mutants for row in heat.values() for square in row.values())
    assert total == len(found.judged)
    weak = heat["half"]["arithmetic"]
    assert weak.survivors > 0
    page.write(found, tmp_path / "audit.html")
    written = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert "return x * 2" in written
    assert f"{weak.public}/{weak.mutants}" in written


# -- without a sandbox


def mutants():
    return mutants_of(Solution("half", "reference", "def half(x):\n    return x / 2\n")).kept


def entry(**other):
    usual = {
        "solution": "half/reference",
        "was": "return x / 2",
        "now": "return x // 2",
        "reason": "nobody asks for odd numbers",
    }
    return Equivalent(**(usual | other))


def test_an_equivalent_that_fits_no_mutant_is_an_error():
    stale = equivalents.problems(SLUG, [entry(now="return x / 7")], mutants() * 10)
    assert len(stale) == 1
    assert "no mutant of half/reference" in stale[0]


def test_an_equivalent_written_twice_is_an_error():
    assert "twice" in equivalents.problems(SLUG, [entry(), entry()], mutants() * 1000)[0]


def test_more_equivalents_than_a_tenth_of_the_mutants_are_an_error():
    (problem,) = equivalents.problems(SLUG, [entry()], mutants())
    assert f"1 of {len(mutants())} mutants are listed; at most 10% may be" in problem


@pytest.mark.parametrize(
    "content",
    ["[[equivalent]]\nsolution = 'half/reference'\n", "[[equivalent", "equivalent = 3",
     "[[equivalent]]\nsolution='a'\nwas='b'\nnow='c'\nreason='because'\n"],
)  # fmt: skip
def test_a_list_of_equivalents_with_a_part_missing_is_an_error(bad_week, content):
    path = bad_week / "equivalents.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CheckFileError):
        equivalents.read(SLUG)
    path.unlink()


def test_every_mistake_is_paired_with_one_of_another_exercise():
    mistakes = [Variant(SLUG, exercise, str(n), "") for exercise, count in (("a", 7), ("b", 2),
                ("c", 1)) for n in range(count)]  # fmt: skip
    made = list(plan.pairs(mistakes))
    assert {variant for pair in made for variant in pair} == set(mistakes)
    assert all(one.exercise != two.exercise for one, two in made)
    assert list(plan.pairs(mistakes[:3])) == []


def test_a_part_of_the_audit_is_drawn_by_luck_alone(bad_week):
    material = plan.material(SLUG)
    one, two, other = (
        plan.sample_of(material, seed=0, count=15, luck=random.Random(luck)) for luck in (1, 1, 2)
    )
    assert one == two
    assert one != other
    cases = [case for task in (*one.mutated, *one.wrong) for case in task.cases]
    assert len(cases) == len({case.name for case in cases}) == 15


def test_one_failure_of_all_checks_is_a_failure_alone():
    alone = Findings((Failure("a", False, "failed"),), whole=True)
    hidden = Findings((Failure("b", True, "failed"),), whole=True)
    assert alone.killed_public
    assert hidden.killed
    assert not hidden.killed_public


@pytest.mark.parametrize(("base", "builds"), [("object", False), ("B", False), ("A", True)])
def test_exercises_build_on_each_other_where_a_class_inherits_from_anothers(
    tiny, monkeypatch, base, builds
):
    texts = {"a": "class A:\n    pass", "b": f"class B:\n    pass\n\n\nclass C({base}):\n    pass"}
    cells = [SimpleNamespace(kind=Kind.EXERCISE, key=key, text=text) for key, text in texts.items()]
    monkeypatch.setattr(plan, "parse", lambda _: SimpleNamespace(cells=cells))
    assert plan._build_on_each_other(tiny.slug) is builds
