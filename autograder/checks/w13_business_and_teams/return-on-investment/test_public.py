"""The checks of `return_on_investment` that a student sees."""

from itertools import islice

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects,
)

SURE = {
    "build_cost": 1000,
    "yearly_cost": 100,
    "yearly_gain": (800, 800),
    "adoption": [1.0],
    "discount_rate": 0.0,
    "chance_of_failure": 0.0,
}


def plan(**changes):
    return SURE | changes


def part(name):
    """What takes one entry out of the summary, whatever the other ones are."""

    def take(result):
        is_a(result, dict)
        if name not in result:
            assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
        return result[name]

    return take


@exercise("return-on-investment")
def test_the_summary_has_these_five_entries(submission):
    """The result is a dict with mean, low, high, chance_of_loss and break_even_gain, all floats."""
    result = submission.return_on_investment(plan(), 5, 0)
    expected = {"mean": -300.0, "low": -300.0, "high": -300.0, "chance_of_loss": 1.0,
                "break_even_gain": 1100.0}  # fmt: skip
    assert_same(result, expected, why="1000 to build, 100 to run, 800 gained in the only year.")


@once
def the_first_year_is_discounted_once():
    return [
        ((plan(discount_rate=0.25), 3, 0), -440.0, "(800 - 100) / 1.25 - 1000"),
        ((plan(discount_rate=0.25, adoption=[1.0, 1.0]), 3, 0), 8.0,
         "700 / 1.25 + 700 / 1.5625 - 1000"),
        ((plan(discount_rate=1, adoption=[0, 0, 1.0], build_cost=0), 3, 0), 12.5,
         "Costs in all three years, the gain in the third: 800 / 8 - 100 * (1/2 + 1/4 + 1/8)"),
    ]  # fmt: skip


@exercise("return-on-investment")
def test_the_first_year_is_discounted_once(submission):
    """What happens in year t comes at its end and is divided by (1 + rate)**t, from year 1 on."""
    assert_each(
        submission.return_on_investment, the_first_year_is_discounted_once(), of=part("mean")
    )


@once
def adoption_scales_the_gain_and_not_the_cost():
    return [
        ((plan(adoption=[0.25, 0.5, 1.0]), 2, 0), 100.0, "200 + 400 + 800 - 300 - 1000"),
        ((plan(adoption=[0.25, 0.5, 1.0], discount_rate=0.25), 2, 0), -369.6,
         "100 / 1.25 + 300 / 1.5625 + 700 / 1.953125 - 1000"),
    ]  # fmt: skip


@exercise("return-on-investment")
def test_adoption_scales_the_gain_and_not_the_cost(submission):
    """In each year the gain is multiplied by that year's adoption, the running cost is not."""
    assert_each(
        submission.return_on_investment,
        adoption_scales_the_gain_and_not_the_cost(),
        of=part("mean"),
    )


@once
def a_failed_project_stops_after_its_first_year():
    doomed = plan(chance_of_failure=1, adoption=[1.0, 1.0, 1.0], discount_rate=0.25)
    return [
        ((doomed, 4, 0), (-1080.0,) * 3, "-1000 - 100 / 1.25"),
        ((doomed | {"yearly_cost": 0}, 4, 0), (-1000.0,) * 3, "Only the build is paid."),
    ]


@exercise("return-on-investment")
def test_a_failed_project_stops_after_its_first_year(submission):
    """A project that fails has paid the build and one discounted year, and gained nothing."""
    assert_each(
        submission.return_on_investment,
        a_failed_project_stops_after_its_first_year(),
        of=lambda result: tuple(part(name)(result) for name in ("mean", "low", "high")),
    )


@once
def drawn():
    rng = np.random.default_rng(7)
    gains = rng.uniform(500, 3000, 40)
    fails = rng.random(40) < 0.4
    values = np.where(fails, -1100.0, gains - 1100.0)
    return {
        "mean": float(values.mean()),
        "low": float(np.quantile(values, 0.05)),
        "high": float(np.quantile(values, 0.95)),
        "chance_of_loss": float((values < 0).mean()),
    }


@exercise("return-on-investment")
def test_gains_are_drawn_first_then_failures_from_one_generator(submission):
    """`rng.uniform(low, high, n)` comes first, then `rng.random(n)`, each once, from the seed."""
    result = submission.return_on_investment(
        plan(yearly_gain=(500, 3000), chance_of_failure=0.4), 40, 7
    )
    for name, expected in drawn().items():
        assert_same(part(name)(result), expected, why=f"{name} of the 40 drawn futures")


@once
def of_two_years():
    values = 2 * np.random.default_rng(3).uniform(0, 2000, 25) - 1200.0
    return {"low": float(np.quantile(values, 0.05)), "high": float(np.quantile(values, 0.95))}


@exercise("return-on-investment")
def test_a_gain_is_the_same_in_all_years_of_a_future(submission):
    """Each future has one yearly gain, for all of its years."""
    result = submission.return_on_investment(
        plan(yearly_gain=(0, 2000), adoption=[1.0, 1.0]), 25, 3
    )
    for name, expected in of_two_years().items():
        assert_same(part(name)(result), expected, why=f"{name} of 25 futures")


@once
def break_even_is_for_a_future_that_does_not_fail():
    return [
        ((plan(adoption=[0.5, 1.0]), 3, 0), 800.0, "1200 are paid, 1.5 full years gained"),
        ((plan(adoption=[0.5, 1.0], chance_of_failure=1), 3, 0), 800.0, "Failure does not count."),
        ((plan(adoption=[0.5, 1.0], discount_rate=0.25, yearly_gain=(1, 9)), 3, 0),
         1144 / 1.04, "1000 + 80 + 64 are paid, 0.4 + 0.64 full years gained"),
    ]  # fmt: skip


@exercise("return-on-investment")
def test_break_even_is_for_a_future_that_does_not_fail(submission):
    """The break-even gain pays build and running of a project that works, whatever was drawn."""
    assert_each(
        submission.return_on_investment,
        break_even_is_for_a_future_that_does_not_fail(),
        of=part("break_even_gain"),
    )


@exercise("return-on-investment")
def test_the_plan_is_left_alone_and_whole_numbers_are_fine(submission):
    """The plan is not changed; its numbers may be ints, and adoption may be 0 in a year."""
    given = plan(adoption=[0, 1], discount_rate=0, chance_of_failure=0)
    result = assert_unchanged(submission.return_on_investment, given, np.int64(2), 1)
    assert_same(part("mean")(result), -400.0, why="800 - 200 - 1000")


@once
def refused_and_fine():
    """Six calls that are refused, then two that are fine."""
    return [
        (plan(), 0, 0), (plan(), -2, 0), (plan(adoption=[]), 5, 0),
        (plan(yearly_gain=(10, 9)), 5, 0), (plan(chance_of_failure=1.01), 5, 0),
        (plan(chance_of_failure=-0.01), 5, 0),
        (plan(yearly_gain=(1100.5, 1100.5)), 3, 0), (plan(), 1, 0),
    ]  # fmt: skip


@exercise("return-on-investment")
def test_plans_that_cannot_be_are_refused(submission):
    """No futures, no years, a range upside down and no probability raise a ValueError."""
    answers = submission.return_on_investment.each(refused_and_fine())
    for answer in islice(answers, 6):
        rejects(answer)
    chance = part("chance_of_loss")
    assert_same(chance(next(answers)()), 0.0, why="A value of 50 cents is no loss.")
    assert_same(chance(next(answers)()), 1.0)
