"""The checks of exercise 6 that stay with the grader."""

from fractions import Fraction

from autograder.testing import assert_each, exercise, once_per_seed

PLACES, ANSWERS = ["first", "second", "tie"], ["A", "B", "tie"]


def slow(people, shown_ab, shown_ba):
    """The four numbers, pair by pair, in fractions."""
    n, verdicts, same, bias = len(people), [], 0, 0
    for ab, ba in zip(shown_ab, shown_ba, strict=True):
        one, other = ANSWERS[PLACES.index(ab)], ["B", "A", "tie"][PLACES.index(ba)]
        same += one == other
        verdicts.append(one if one == other else "tie")
        bias += [ab, ba].count("first") - [ab, ba].count("second")
    o = Fraction(sum(v == p for v, p in zip(verdicts, people, strict=True)), n)
    e = sum(Fraction(verdicts.count(a), n) * Fraction(people.count(a), n) for a in ANSWERS)
    return {
        "agreement": float(o),
        "kappa": float((o - e) / (1 - e)) if e != 1 else float("nan"),
        "consistency": same / n,
        "position_bias": bias / (2 * n),
    }


@once_per_seed
def judges(rng):
    cases = []
    for n, ties in ((40, 0.1), (25, 0.6), (60, 0.0), (2, 0.3)):
        some = [(1 - ties) / 2, (1 - ties) / 2, ties]
        wanted = [*map(str, rng.choice(ANSWERS, n, p=some))]
        shown = [[*map(str, rng.choice(PLACES, n, p=some))] for _ in range(2)]
        call = (wanted, *shown)
        cases.append((call, slow(*call), f"{n} pairs, ties with a chance of {ties}."))
    return cases


@exercise("judge-agreement")
def test_random_judges_are_measured_pair_by_pair(submission, rng):
    """Random verdicts give the numbers of a count in fractions."""
    assert_each(submission.judge_agreement, judges(rng))
