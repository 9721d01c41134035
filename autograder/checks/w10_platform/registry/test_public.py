"""The checks of exercise 8 of week 10 that a student sees: which model, and who said so?"""

from autograder.testing import assert_each, exercise, once

NO = "ValueError"


def answers(submission, cases):
    """Compare what new registries answer: cases of steps, each a message and its answer."""
    submission.Registry()  # says by its own name that it is missing or a stub
    calls = []
    for steps, why in cases:
        messages, expected = [step[0] for step in steps], [step[1] for step in steps]
        calls.append((("Registry", (), messages), expected, why))
    assert_each(submission.replay, calls)


def register(version, who="ana"):
    return ("register", who), version


def move(version, stage, answer=None, who="ben"):
    return ("move", version, stage, who), answer


def stage(version, answer):
    return ("stage", version), answer


def production(answer):
    return ("production",), answer


def rollback(answer, who="eva"):
    return ("rollback", who), answer


def trail(*entries):
    return ("trail",), list(entries)


def released(*versions):
    """The steps that bring these versions to production, one after the other."""
    return [
        step
        for version in versions
        for step in (register(version), move(version, "staging"), move(version, "production"))
    ]


@once
def beginnings():
    return [
        (
            [
                production(None),
                trail(),
                register(1),
                register(2, "ben"),
                register(3),
                stage(2, "none"),
                production(None),
            ],
            "Versions are numbered from 1, and begin at no stage.",
        ),
        (
            [register(1), register(2), move(1, "archived"), register(3), stage(3, "none")],
            "A number is not given twice.",
        ),
    ]


@exercise("registry")
def test_versions_are_numbered_as_they_come(submission):
    """Versions are 1, 2, 3 and begin at the stage "none"; nothing is in production."""
    answers(submission, beginnings())


@once
def legal_ways():
    return [
        (
            [
                register(1),
                move(1, "staging"),
                stage(1, "staging"),
                move(1, "production"),
                stage(1, "production"),
                production(1),
                move(1, "archived"),
                stage(1, "archived"),
                production(None),
            ],
            "Up to production, and then archived.",
        ),
        ([register(1), move(1, "archived"), stage(1, "archived")], "Archived from the beginning."),
        (
            [register(1), move(1, "staging"), move(1, "archived"), stage(1, "archived")],
            "Archived from staging.",
        ),
        (
            [
                register(1),
                register(2),
                move(1, "staging"),
                move(2, "staging"),
                stage(1, "staging"),
                stage(2, "staging"),
            ],
            "Two versions may be in staging.",
        ),
    ]


@exercise("registry")
def test_legal_moves_change_the_stage(submission):
    """Versions go from none to staging to production, and from each of these to the archive."""
    answers(submission, legal_ways())


@once
def illegal_ways():
    ways = {
        "none": [],
        "staging": [move(1, "staging")],
        "production": [move(1, "staging"), move(1, "production")],
        "archived": [move(1, "archived")],
    }
    wrong = {
        "none": ["none", "production"],
        "staging": ["none", "staging"],
        "production": ["none", "staging", "production"],
        "archived": ["none", "staging", "production", "archived"],
    }
    cases = []
    for at, steps in ways.items():
        refused = [move(1, to, NO) for to in [*wrong[at], "", "Production", "canary"]]
        left = stage(1, at), production(1 if at == "production" else None)
        cases.append(([register(1), *steps, *refused, *left], f"It is at the stage {at}."))
    return cases


@exercise("registry", weight=2)
def test_every_other_move_is_refused(submission):
    """No stage is skipped, nothing comes back from the archive, and no stage is made up."""
    answers(submission, illegal_ways())


@once
def strangers():
    steps = [stage(1, NO), move(1, "staging", NO), register(1)]
    steps += [stage(0, NO), stage(2, NO), stage(-1, NO), move(2, "staging", NO), stage(1, "none")]
    return [(steps, "There is no such version.")]


@exercise("registry")
def test_unknown_versions_are_refused(submission):
    """A version that was never registered has no stage and cannot be moved."""
    answers(submission, strangers())


@once
def successions():
    return [
        (
            [*released(1, 2), production(2), stage(1, "archived"), stage(2, "production")],
            "The second took the place of the first.",
        ),
        (
            [
                *released(1),
                register(2),
                move(2, "production", NO),
                production(1),
                stage(1, "production"),
                stage(2, "none"),
            ],
            "The second has not been in staging, so the first stays.",
        ),
        (
            [
                register(1),
                register(2),
                move(2, "staging"),
                move(2, "production"),
                move(1, "staging"),
                move(1, "production"),
                production(1),
                stage(2, "archived"),
            ],
            "An older version may replace a newer one.",
        ),
    ]


@exercise("registry")
def test_one_version_at_most_is_in_production(submission):
    """A version that comes to production archives the one that was there, in the same call."""
    answers(submission, successions())


@once
def trails():
    first = [("ana", 1, None, "none"), ("ben", 1, "none", "staging")]
    first += [("ben", 1, "staging", "production")]
    second = [("ana", 2, None, "none"), ("ben", 2, "none", "staging")]
    second += [("ben", 1, "production", "archived"), ("ben", 2, "staging", "production")]
    back = [("eva", 2, "production", "archived"), ("eva", 1, "archived", "production")]
    return [
        ([*released(1, 2), trail(*first, *second)], "The archiving stands before the new one."),
        (
            [*released(1, 2), rollback(1), trail(*first, *second, *back)],
            "Two entries.",
        ),
        (
            [
                *released(1),
                move(1, "staging", NO),
                move(7, "staging", NO),
                rollback(NO),
                stage(1, "production"),
                production(1),
                trail(*first),
            ],
            "What was refused changed nothing, and looking changes nothing either.",
        ),
    ]


@exercise("registry")
def test_the_trail_tells_every_change_in_order(submission):
    """Every change of a stage is an entry, with the person; what is refused is none."""
    answers(submission, trails())


@once
def rollbacks():
    return [
        (
            [*released(1, 2), rollback(1), production(1), stage(2, "archived")],
            "The version before is in production again.",
        ),
        (
            [
                *released(1, 2, 3),
                rollback(2),
                stage(2, "production"),
                rollback(1),
                production(1),
                rollback(NO),
                production(1),
                stage(2, "archived"),
                stage(3, "archived"),
            ],
            "The second rollback goes one further back, and the third has nowhere to go.",
        ),
        (
            [*released(1, 2), rollback(1), *released(3), rollback(1), rollback(NO)],
            "The third replaced the first, and the first replaced none.",
        ),
        (
            [*released(1, 2, 3), rollback(2), *released(4), rollback(2), rollback(1)],
            "The fourth replaced the second, and the second the first.",
        ),
        (
            [register(1), register(2), register(3)]
            + [move(v, s) for v in (2, 3, 1) for s in ("staging", "production")]
            + [rollback(3), rollback(2), rollback(NO)],
            "They came in the order 2, 3, 1.",
        ),
    ]


@exercise("registry", weight=2)
def test_each_rollback_goes_one_version_further_back(submission):
    """A rollback brings back the version that the present one replaced when it came."""
    answers(submission, rollbacks())


@once
def nowhere_to_go():
    return [
        ([rollback(NO), register(1), rollback(NO), move(1, "staging"), rollback(NO)], "None is."),
        ([*released(1), rollback(NO), production(1)], "There was none before it."),
        (
            [
                *released(1, 2),
                move(2, "archived"),
                rollback(NO),
                production(None),
                *released(3),
                rollback(NO),
                production(3),
            ],
            "None was in production when the third came.",
        ),
    ]


@exercise("registry")
def test_without_a_version_before_there_is_no_rollback(submission):
    """If none is in production, or none was when it came, a rollback is a ValueError."""
    answers(submission, nowhere_to_go())


def spoil(registry):
    """A reader of the trail throws it away."""
    entries = registry.trail()
    entries.clear()
    entries.append("nothing happened")


WHY = "The list that was changed is the reader's own."


@once
def evidence():
    return [
        ([register(1), (spoil, None), trail(("ana", 1, None, "none")), stage(1, "none")], "It.")
    ]


@exercise("registry")
def test_nobody_changes_the_trail(submission):
    """Whoever changes the list that `trail` returned changes nothing in the registry."""
    answers(submission, evidence())
