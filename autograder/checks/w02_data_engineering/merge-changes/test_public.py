"""The checks of `merge-changes` that a student of week 2 sees."""

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    rejects,
    rejects_each,
)


def change(key, version, **row):
    """A change of the row with this key."""
    return {"key": key, "version": version, "row": row}


def deletion(key, version):
    return {"key": key, "version": version, "row": None}


def entry(version, **row):
    return {"version": version, "row": row}


def tombstone(version):
    return {"version": version, "row": None}


TABLE = {
    "UA1545": entry(2, delay=11, gate="C5"),
    "B6725": tombstone(3),
    "DL461": entry(-1, delay=0),
}


@exercise("merge-changes")
def test_a_higher_version_replaces_the_whole_row(submission):
    """The highest version wins, and nothing of the earlier row is kept; the rest stays."""
    changes = [change("UA1545", 3, delay=14), change("DL461", 0, delay=2), change("AA1", -5)]
    merged = submission.merge_changes(TABLE, changes)
    expected = {"UA1545": entry(3, delay=14), "B6725": tombstone(3)}
    expected |= {"DL461": entry(0, delay=2), "AA1": entry(-5)}
    assert_same(merged, expected, why="The new row of UA1545 has no gate, that of AA1 is empty.")
    assert_same(submission.merge_changes(TABLE, []), TABLE, why="No changes, the same table.")


@exercise("merge-changes")
def test_a_stale_change_has_no_effect(submission):
    """A change with a lower version than the row has is ignored, though it arrived later."""
    changes = [change("UA1545", 5, delay=20), change("UA1545", 3, delay=0), deletion("DL461", -2)]
    merged = submission.merge_changes(TABLE, changes)
    why = "Version 5 of UA1545 came before version 3; DL461 has version -1 in the table."
    assert_same(merged, {**TABLE, "UA1545": entry(5, delay=20)}, why=why)


@exercise("merge-changes")
def test_a_deletion_leaves_a_tombstone(submission):
    """A deleted row stays as a tombstone, so that a stale change cannot bring it back to life."""
    changes = [deletion("UA1545", 4), change("UA1545", 3, delay=14), deletion("AA1", 7)]
    merged = submission.merge_changes(TABLE, [*changes, change("B6725", 2, delay=3)])
    expected = {**TABLE, "UA1545": tombstone(4), "AA1": tombstone(7)}
    why = "UA1545 was deleted at version 4, after version 3; a deletion may precede its row."
    assert_same(merged, expected, why=why)


@exercise("merge-changes")
def test_a_newer_row_lives_again(submission):
    """A change with a higher version than the tombstone brings the key back, even if empty."""
    changes = [change("AA1", 2), deletion("AA1", 1), change("B6725", 4, delay=1)]
    merged = submission.merge_changes(TABLE, changes)
    expected = {**TABLE, "AA1": entry(2), "B6725": entry(4, delay=1)}
    assert_same(merged, expected, why="B6725 had a tombstone at version 3; {} is a row.")


@exercise("merge-changes")
def test_order_and_repetition_do_not_matter(submission):
    """Any order, any repetition, at once or in parts: the same changes give the same table."""
    changes = [
        change("UA1545", 3, delay=14),
        deletion("UA1545", 4),
        change("UA1545", 5, delay=16),
        deletion("AA1", 2),
        change("AA1", 1, delay=9),
        change("B6725", 2, delay=3),
        change("UA1545", 2, gate="C5", delay=11),
    ]
    expected = {**TABLE, "UA1545": entry(5, delay=16), "AA1": tombstone(2)}
    orders = (changes, changes[::-1] * 2)
    cases = [([TABLE, order], expected, "Only versions count.") for order in orders]
    assert_each(submission.merge_changes, cases)
    table = TABLE
    for part in (changes[3:4], changes[4:] + changes[:2], changes[1:5]):
        table = submission.merge_changes(table, part)
        is_a(table, dict)
    assert_same(table, expected, why="The same changes were merged in parts, some of them twice.")


@exercise("merge-changes")
def test_two_rows_for_one_version_are_refused(submission):
    """Different rows with the same key and version are a ValueError that contains the key.

    It does not matter whether the version is the highest, and where the two stand.
    """
    one, other = change("AA1", 2, delay=9), change("AA1", 2, delay=8)
    gone, newest = deletion("AA1", 2), change("AA1", 3, delay=7)
    contradictions = [[one, other], [newest, one, other]]
    contradictions += [[gone, change("AA1", 2)], [change("AA1", 2), gone]]
    calls = [[TABLE, changes] for changes in contradictions]
    rejects_each(submission.merge_changes, calls, naming="AA1")
    rejects(submission.merge_changes, TABLE, [change("B6725", 3, delay=1)], naming="B6725")
    wrong, newer = change("UA1545", 2, delay=11), change("UA1545", 9, delay=1)
    rejects(submission.merge_changes, TABLE, [newer, wrong], naming="UA1545")
    stale = [change("UA1545", 1, delay=8), change("UA1545", 1, delay=9)]
    rejects(submission.merge_changes, TABLE, stale, naming="UA1545")
    merged = submission.merge_changes({}, [one, change("AA2", 2, delay=8), newest, one])
    expected = {"AA1": entry(3, delay=7), "AA2": entry(2, delay=8)}
    assert_same(merged, expected, why="Other keys have versions of their own; repeats are fine.")
    spelt_alike = [change("AA1", 12, delay=1), change("AA11", 2, delay=2)]
    spelt_alike += [change("AA1", -2, delay=3), change("AA1-", 2, delay=4)]
    merged = submission.merge_changes({}, spelt_alike)
    expected = {"AA1": entry(12, delay=1), "AA11": entry(2, delay=2), "AA1-": entry(2, delay=4)}
    why = "AA1 at version 12 is not AA11 at version 2, though written together they look alike."
    assert_same(merged, expected, why=why)


@exercise("merge-changes")
def test_rows_are_compared_as_a_whole(submission):
    """Rows that differ in one field, its value or its type contradict each other."""
    rows = [
        ({"delay": 9}, {"delay": 9, "gate": "C5"}),
        ({}, {"gate": None}),
        ({"delay": 9}, {"delay": "9"}),
        ({"gate": None}, {"gate": "None"}),
        ({"from": "A", "to": "B"}, {"from": "B", "to": "A"}),
    ]
    calls = []
    for one, other in rows:
        for first, second in ((one, other), (other, one)):
            calls.append([{}, [change("AA1", 2, **first), change("AA1", 2, **second)]])
            calls.append([{"AA1": entry(2, **first)}, [change("AA1", 2, **second)]])
    rejects_each(submission.merge_changes, calls, naming="AA1")
    same = [change("AA1", 2, gate="C5", delay=9), change("AA1", 2, delay=9, gate="C5")]
    merged = submission.merge_changes({}, same)
    assert_same(merged, {"AA1": entry(2, delay=9, gate="C5")}, why="These two rows are equal.")


@exercise("merge-changes")
def test_versions_may_be_large(submission):
    """Versions are compared as ints, digit by digit, such as those that count nanoseconds."""
    now = 1_371_204_000_000_000_000
    changes = [change("AA1", now + 1, delay=9), change("AA1", now, delay=8), change("AA1", -now)]
    changes += [change("aa1", now, delay=3), deletion("aa1", now + 1), change("aa1", 9)]
    merged = submission.merge_changes({}, changes)
    why = "These versions differ in the last digit, and AA1 and aa1 are two keys."
    assert_same(merged, {"AA1": entry(now + 1, delay=9), "aa1": tombstone(now + 1)}, why=why)


@exercise("merge-changes")
def test_the_table_given_is_left_alone(submission):
    """The merge makes a new table; the one it was given, and the changes, stay as they were."""
    changes = [change("UA1545", 8), change("AA1", 1, delay=9)]
    merged = assert_unchanged(submission.merge_changes, TABLE, changes)
    expected = {"UA1545": entry(8), "AA1": entry(1, delay=9)}
    assert_same(merged, TABLE | expected)
