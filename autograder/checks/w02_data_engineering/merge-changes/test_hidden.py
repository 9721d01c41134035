"""The checks of `merge-changes` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

from collections import Counter

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once_per_seed,
    rejects_each,
)

from ..cases import messages, pick, shuffled


def slow_merge(table, changes):
    """Sort everything that was said of a key by version; the last one stays."""
    said = [(key, entry["version"], entry["row"]) for key, entry in table.items()]
    said += [(change["key"], change["version"], change["row"]) for change in changes]
    out = {}
    for key, version, row in sorted(said, key=lambda what: what[1]):
        out[key] = {"version": version, "row": row}
    return out


KEYS = ("UA1545", "B6725", "DL461", "AA1", "AA2", "EV4")


def any_changes(rng, n):
    """Changes that never contradict each other: key and version decide about the row."""
    changes = []
    for _ in range(n):
        key, version = pick(rng, KEYS), int(rng.integers(-2, 15))
        code = (version * 5 + KEYS.index(key)) % 4
        row = [None, {}, {"delay": version}, {"delay": None, "gate": key}][code]
        changes.append({"key": key, "version": version, "row": row})
    return changes


@once_per_seed
def random_changes(rng):
    cases = []
    for _ in range(3):
        table = slow_merge({}, any_changes(rng, 10))
        changes = any_changes(rng, 40)
        expected = slow_merge(table, changes)
        cases += [([table, order], expected, "") for order in (changes, shuffled(rng, changes * 2))]
    return cases


@exercise("merge-changes")
def test_random_changes_merge_as_if_sorted(submission, rng):
    """Random changes give, in any order, what sorting them by version gives."""
    assert_each(submission.merge_changes, random_changes(rng))


@once_per_seed
def changes_in_parts(rng):
    changes = any_changes(rng, 60)
    parts = shuffled(rng, [changes[:16], changes[16:40], changes[40:], changes[10:28]])
    return parts, slow_merge({}, changes)


@exercise("merge-changes")
def test_merging_in_parts_is_merging_at_once(submission, rng):
    """Parts in any order, with overlaps, give the same table as all changes at once."""
    parts, expected = changes_in_parts(rng)
    table = {}
    for part in parts:
        table = submission.merge_changes(table, part)
        is_a(table, dict)
    assert_same(table, expected, why="Tombstones have to remember their version.")


@once_per_seed
def changes_again(rng):
    changes = any_changes(rng, 40)
    expected = slow_merge({}, changes)
    why = "The table has these changes already."
    again = ([expected, shuffled(rng, changes)], expected, why)
    return [([{}, changes], expected, ""), again]


@exercise("merge-changes")
def test_merging_again_changes_nothing(submission, rng):
    """Merging the same changes into the result gives the result."""
    assert_each(submission.merge_changes, changes_again(rng))


@exercise("merge-changes")
def test_a_contradiction_is_found_wherever_it_stands(submission, rng):
    """Two rows for one key and version are refused in any order, with newer ones around them."""
    changes = any_changes(rng, 8)
    wrong = dict(pick(rng, changes))
    wrong["row"] = {"delay": 99} if rng.random() < 0.5 or wrong["row"] is None else None
    newest = {"key": wrong["key"], "version": 99, "row": {"delay": 1}}
    table = {wrong["key"]: {"version": wrong["version"], "row": wrong["row"]}}
    calls = [[{}, [*changes, wrong]], [table, [newest, *changes]]]
    calls.append([{}, shuffled(rng, [*changes, wrong, newest])])
    rejects_each(submission.merge_changes, calls, naming=wrong["key"])


@once_per_seed
def changes_of_a_table(rng):
    table, changes = slow_merge({}, any_changes(rng, 10)), any_changes(rng, 40)
    return table, changes, slow_merge(table, changes)


@exercise("merge-changes")
def test_tables_and_changes_are_left_alone(submission, rng):
    """The table given, its entries and rows, and the changes stay as they were."""
    table, changes, expected = changes_of_a_table(rng)
    assert_same(assert_unchanged(submission.merge_changes, table, changes), expected)


@once_per_seed
def changes_of_a_day(rng):
    """What some hours told of flights that were cancelled, or of which they told more than once."""
    told = messages()[1700:2100]
    times = Counter(message["flight_id"] for message in told)
    changes = [
        {
            "key": message["flight_id"],
            "version": message["version"],
            "row": None if message["kind"] == "cancelled" else {"kind": message["kind"]},
        }
        for message in told
        if times[message["flight_id"]] > 1 or message["kind"] == "cancelled"
    ]
    return changes[len(changes) // 2 :], shuffled(rng, changes), slow_merge({}, changes)


@exercise("merge-changes")
def test_a_day_of_messages_becomes_a_table(submission, rng):
    """Real flights: repeated and reordered messages leave each flight in its last state."""
    later, all_of_them, expected = changes_of_a_day(rng)
    table = submission.merge_changes({}, later)
    is_a(table, dict)
    assert_same(submission.merge_changes(table, all_of_them), expected)
