"""The checks of exercise 7 that stay with the grader."""

from autograder.testing import assert_each, exercise, once_per_seed


def slow(confidence, small_right, large_right, prices, budget):
    """Every threshold, question by question."""
    best = None
    for threshold in sorted({0.0, 2.0, *confidence}):
        cost = right = 0
        for sure, small, large in zip(confidence, small_right, large_right, strict=True):
            cost += prices[0] + (prices[1] if sure < threshold else 0)
            right += large if sure < threshold else small
        if cost <= budget and (best is None or (right, -cost) > best[0]):
            best = ((right, -cost), threshold)
    (right, cost), threshold = best
    return {"threshold": threshold, "cost": -cost, "quality": right / len(confidence)}


@once_per_seed
def graded(rng):
    cases = []
    for n, levels, share in ((30, 8, 0.5), (60, 100, 0.3), (25, 5, 1.2), (40, 12, 0.8)):
        sure = rng.integers(0, levels + 1, n) / levels
        small, large = rng.random(n) < 0.3 + 0.5 * sure, rng.random(n) < 0.7
        prices = (int(rng.integers(1, 20)), int(rng.integers(20, 200)))
        given = (sure.tolist(), small.tolist(), large.tolist(), prices)
        for part in (share, 0.6 * share, 0.2 * share):
            call = (*given, n * prices[0] + int(n * prices[1] * part))
            cases.append((call, slow(*call), f"{n} questions, budget {call[-1]}."))
        call = (*given, max(slow(*given, 10**9)["cost"], n * prices[0]))
        cases.append((call, slow(*call), f"{n} questions, and what the best costs."))
    sure = (rng.integers(0, 5, 30) / 4).tolist()
    call = (sure, [False] * 30, [True] * 30, (3, 50), 30 * 53)
    cases.append((call, slow(*call), "The large model is always right, the small one never."))
    call = ((rng.integers(1, 5, 30) / 4).tolist(), [True] * 30, [False] * 30, (3, 50), 30 * 53)
    return [*cases, (call, slow(*call), "The small model is always right, the large one never.")]


@exercise("route")
def test_random_questions_are_routed_as_by_trying_all_thresholds(submission, rng):
    """Random questions get the threshold that trying each of them finds."""
    assert_each(submission.route, graded(rng))
