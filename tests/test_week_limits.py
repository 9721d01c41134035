"""Limits of a week's own: read strictly, by all who set a limit."""

import pytest

from autograder import batch, learner
from autograder.audit.digests import digests
from autograder.audit.trial import alone, patient, shared
from autograder.errors import CheckFileError
from autograder.judge import Judge
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.tiers import Tier
from autograder.week_limits import WeekLimits, limits_of

from .conftest import set_limits


def test_a_week_without_a_file_has_the_usual_limits(tiny):
    assert limits_of(tiny.slug) == WeekLimits(Limits())
    assert (shared(tiny.slug).call_seconds, alone(tiny.slug).cpu_seconds) == (3.0, 3)
    assert patient(tiny.slug).call_seconds == 120.0


def test_what_a_file_says_holds_wherever_a_limit_is_set(tiny, tmp_path):
    set_limits(tiny, submission_seconds=900, cpu_seconds=700, memory_mb=2048, audit_call_seconds=10)
    own = limits_of(tiny.slug).grading
    assert (own.submission_seconds, own.cpu_seconds) == (900, 700)
    assert own.memory_bytes == 2048 * MIB
    assert own.call_seconds == Limits().call_seconds
    assert Judge(tiny.slug, lambda limits: None, tier="B").limits == own
    assert batch.Settings(tiny.slug, tmp_path, Tier.B).allowed == own
    assert shared(tiny.slug).call_seconds == shared(tiny.slug).cell_seconds == 10
    assert shared(tiny.slug).memory_bytes == patient(tiny.slug).memory_bytes == 2048 * MIB
    assert patient(tiny.slug).submission_seconds == 1800


def test_a_solution_that_is_audited_alone_has_the_processor_time_of_its_week(tiny):
    set_limits(tiny, audit_cpu_seconds=60, audit_seeds=40)
    assert alone(tiny.slug).cpu_seconds == 60
    assert alone(tiny.slug).submission_seconds >= 10 * 60
    assert limits_of(tiny.slug).seeds == 40


def test_the_learner_has_the_clock_of_their_week(tiny, processor_clock):
    set_limits(tiny, call_seconds=0.2)
    loops = "def double(x):\n    while True:\n        pass\n"
    tiny.solve(tiny.work, double=loops)
    first = learner.check(tiny.slug)[0].outcomes[0]
    assert "ran for more than 0.2 s" in first.message
    assert "cut off after 0.2 s" in first.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("cpu_seconds = 5", "give a reason in words"),
        ('reason = "slow"', "give a reason in words"),
        ("cpu_minutes = 5", "there is no limit 'cpu_minutes', only cell_seconds"),
        ("cpu_seconds = 0", "cpu_seconds is a positive whole number"),
        ("cpu_seconds = 1.5", "cpu_seconds is a positive whole number"),
        ("call_seconds = true", "call_seconds is a positive number"),
        ("call_seconds = nan", "call_seconds is a positive number"),
        ("call_seconds = inf", "call_seconds is a positive number"),
        ("audit_seeds = -1", "audit_seeds is a positive whole number"),
        ("= 3", "is not TOML"),
    ],
)
def test_a_file_is_read_strictly(tiny, text, says):
    reason = "" if says.startswith("give") else 'reason = "A quarter takes four seconds."\n'
    (tiny.checks / "limits.toml").write_text(reason + text, encoding="utf-8")
    with pytest.raises(CheckFileError, match=says):
        limits_of(tiny.slug)


def test_other_figures_make_a_record_stale_and_another_reason_does_not(tiny):
    path = tiny.checks / "limits.toml"
    found = []
    for reason, seconds in (("One is not enough", 5), ("Five are enough here", 5), ("So it is", 6)):
        path.write_text(f'reason = "{reason}"\ncpu_seconds = {seconds}\n', encoding="utf-8")
        found.append(digests(tiny.slug)["checks"])
    assert found[0] == found[1] != found[2]
