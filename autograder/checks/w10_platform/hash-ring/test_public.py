"""The checks of exercise 1 of week 10 that a student sees: which shard?"""

from autograder.testing import assert_each, assert_same, exercise, once, rejects_each

TAILS = ["N14228", "N24211", "N619AA", "N804JB", "N668DN", "N39463", "N516JB", "N829AS"]
ASKED = [("node", tail) for tail in TAILS]


def answers(submission, cases):
    """Compare what new rings answer to the messages of each case."""
    submission.HashRing(["a"], 1)  # says by its own name that it is missing or a stub
    assert_each(submission.replay, cases)


@exercise("hash-ring")
def test_a_position_is_the_beginning_of_a_digest(submission):
    """A position is the first 8 bytes of the SHA-256 digest, the first one weighing most."""
    cases = [
        (("N14228",), 13062186747621186619, "The worked example."),
        (("a#0",), 11569925936381117802, "A point of a node."),
        (("",), 16406829232824261652, "No text at all has a digest as well."),
        (("Zürich",), 4778715432666969653, "Letters beyond ASCII are taken in UTF-8."),
    ]
    assert_each(submission.ring_position, cases)


@once
def rings():
    why = "Each key belongs to the first point at or after its position."
    return [
        (("HashRing", (["a", "b"], 6), ASKED), list("babaaabb"), why),
        (("HashRing", (["a", "b", "c"], 6), ASKED), list("cccaaabc"), why),
        (("HashRing", (("c", "a", "b"), 6), ASKED), list("cccaaabc"), "The order is nothing."),
        (("HashRing", (["a", "b", "c"], 1), ASKED), list("bbbbaaab"), "One point each."),
        (("HashRing", (["a"], 2), ASKED), list("aaaaaaaa"), "There is no other node."),
    ]


@exercise("hash-ring")
def test_a_key_belongs_to_the_first_point_after_it(submission):
    """A key belongs to the node of the first point at or after its own position."""
    answers(submission, rings())


@once
def points():
    keys = [("node", f"{node}#{i}") for node in "abc" for i in range(3)]
    why = "The key lies exactly on a point of that node. Points are counted from 0."
    return [
        (("HashRing", (["a", "b", "c"], 3), keys), list("aaabbbccc"), why),
        (("HashRing", (["a", "b", "c"], 2), keys[2::3]), list("caa"), "No third points."),
    ]


@exercise("hash-ring")
def test_a_key_on_a_point_belongs_to_it(submission):
    """A key that lies exactly on a point belongs to that point, and not to the next."""
    answers(submission, points())


@once
def ends():
    messages = [("node", "N0"), ("node", "N17")]
    why = (
        "The first key lies behind all points, so it belongs to the very first, as the second does."
    )
    return [(("HashRing", (["a", "b", "c"], 2), messages), list("bb"), why)]


@exercise("hash-ring")
def test_after_the_last_point_the_circle_begins_again(submission):
    """A key behind the last point belongs to the first point of the circle."""
    answers(submission, ends())


@once
def changes():
    before, after = list("babaaabb"), list("cccaaabc")
    messages = [*ASKED, ("add", "c"), *ASKED, ("remove", "c"), *ASKED]
    grown = "A new node takes over some keys and no other key moves; when it leaves, they go back."
    shrunk = "A node that leaves takes all its points with it, and its keys go to the next ones."
    back = "A ring may become empty, and a node may come back."
    alike = "Only shard 1 leaves, though the name of shard 10 begins like its own."
    return [
        (("HashRing", (["a", "b"], 6), messages), [*before, None, *after, None, *before], grown),
        (("HashRing", (["a", "c", "b"], 6), [("remove", "c"), *ASKED]), [None, *before], shrunk),
        (
            ("HashRing", (["a"], 6), [("remove", "a"), ("add", "b"), ("add", "a"), *ASKED]),
            [None] * 3 + before,
            back,
        ),
        (
            ("HashRing", (["shard 1", "shard 10"], 2), [("remove", "shard 1"), ASKED[0]]),
            [None, "shard 10"],
            alike,
        ),
    ]


@exercise("hash-ring", weight=2)
def test_only_keys_of_the_node_that_comes_or_goes_move(submission):
    """A node that comes takes keys over, one that goes gives them away; all other keys stay."""
    answers(submission, changes())


@once
def refusals():
    before = list("babaaabb")
    no, two = "ValueError", (["a", "b"], 6)
    messages = [("add", "b"), ("remove", "c"), ("remove", "bb"), *ASKED]
    return [
        (("HashRing", two, messages), [no] * 3 + before, "A call that raises changes nothing."),
        (("HashRing", ([], 6), [ASKED[0], ("remove", "a")]), [no, no], "The ring is empty."),
        (
            ("HashRing", (["a"], 6), [("remove", "a"), ASKED[0], ("remove", "a")]),
            [None, no, no],
            "The ring has become empty.",
        ),
    ]


@exercise("hash-ring")
def test_what_cannot_be_is_refused(submission):
    """No point, a name twice, an unknown node and a ring without nodes are ValueErrors."""
    rejects_each(submission.HashRing, [(["a"], 0), (["a"], -1), ([], 0), (["a", "b", "a"], 2)])
    answers(submission, refusals())


def list_changed_later(ring):
    """Nodes of another ring whose list was emptied after it was made."""
    nodes = ["a", "b"]
    other = type(ring)(nodes, 6)
    nodes.clear()
    other.add("c")
    return [other.node("N14228"), other.node("N804JB")], nodes


@exercise("hash-ring")
def test_the_list_of_nodes_stays_the_callers(submission):
    """The list of nodes belongs to the caller, who may change it; the ring does not change it."""
    submission.HashRing(["a"], 1)
    result = submission.replay("HashRing", (["z"], 1), [list_changed_later])
    assert_same(result, [(["c", "a"], [])], why="The list was emptied after the ring was made.")
