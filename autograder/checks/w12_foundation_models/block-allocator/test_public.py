"""The checks of exercise 2 that a student sees: who owns which block?"""

from autograder.testing import assert_each, exercise, once


def answers(submission, cases):
    """Compare what new allocators answer to the messages of each case."""
    submission.BlockAllocator(1, 1)  # says by its own name that it is missing or a stub
    assert_each(submission.replay, cases)


def case(blocks, block_size, steps, why):
    """Steps: (method, arguments ..., the answer expected)."""
    return (blocks, block_size, [step[:-1] for step in steps]), [step[-1] for step in steps], why


LEFT, VALUE, MEMORY = "free_blocks", "ValueError", "MemoryError"


@once
def taken():
    return [
        case(
            6,
            4,
            [
                ("add", "a", 4, None),
                ("add", "b", 5, None),
                ("add", "c", 1, None),
                ("table", "a", [0]),
                ("table", "b", [1, 2]),
                ("table", "c", [3]),
                (LEFT, 2),
            ],
            "Of 4 tokens each: 4 tokens are one block, 5 are two.",
        ),
        case(
            5,
            2,
            [
                ("add", "a", 4, None),
                ("add", "b", 2, None),
                ("free", "a", None),
                ("add", "c", 5, None),
                ("table", "c", [0, 1, 3]),
                (LEFT, 1),
            ],
            "Blocks 0 and 1 are free again, and the lowest numbers are taken first.",
        ),
        case(3, 1, [("add", "", 3, None), ("table", "", [0, 1, 2])], "A name may be empty."),
    ]


@exercise("block-allocator")
def test_a_sequence_takes_the_lowest_free_blocks_that_it_needs(submission):
    """A new sequence takes as many blocks as its tokens need, those with the lowest numbers."""
    answers(submission, taken())


@once
def grown():
    return [
        case(
            4,
            3,
            [
                ("add", "a", 2, None),
                ("append", "a", None),
                ("table", "a", [0]),
                ("append", "a", None),
                ("table", "a", [0, 1]),
                ("append", "a", None),
                ("append", "a", None),
                ("append", "a", None),
                ("table", "a", [0, 1, 2]),
                (LEFT, 1),
            ],
            "Of 3 tokens each: the fourth and the seventh token begin a block.",
        )
    ]


@exercise("block-allocator")
def test_a_token_takes_a_block_only_if_the_last_one_is_full(submission):
    """A token goes into the last block while there is room, and into a new one when it is full."""
    answers(submission, grown())


@once
def shared():
    return [
        case(
            4,
            4,
            [
                ("add", "a", 6, None),
                ("fork", "a", "b", None),
                ("table", "b", [0, 1]),
                (LEFT, 2),
                ("append", "b", (1, 2)),
                ("table", "b", [0, 2]),
                ("table", "a", [0, 1]),
                (LEFT, 1),
                ("append", "a", None),
                ("append", "b", None),
                ("table", "a", [0, 1]),
            ],
            "Block 1 is copied for b; then both have a last block of their own.",
        ),
        case(
            5,
            2,
            [
                ("add", "a", 3, None),
                ("fork", "a", "b", None),
                ("fork", "b", "c", None),
                ("append", "a", (1, 2)),
                ("append", "b", (1, 3)),
                ("append", "c", None),
                ("table", "c", [0, 1]),
                (LEFT, 1),
            ],
            "Of three that share block 1, the last one left need not copy it.",
        ),
    ]


@exercise("block-allocator")
def test_a_shared_block_is_copied_before_somebody_writes(submission):
    """Who writes to a last block that is shared gets a copy; the others keep what they have."""
    answers(submission, shared())


@once
def full_and_shared():
    return [
        case(
            4,
            2,
            [
                ("add", "a", 4, None),
                ("fork", "a", "b", None),
                ("append", "b", None),
                ("table", "b", [0, 1, 2]),
                ("append", "a", None),
                ("table", "a", [0, 1, 3]),
                (LEFT, 0),
            ],
            "Block 1 is full, so nobody writes to it, and it stays shared.",
        ),
        case(
            4,
            2,
            [
                ("add", "a", 2, None),
                ("fork", "a", "b", None),
                ("append", "a", None),
                ("append", "b", None),
                ("append", "a", None),
                ("append", "b", None),
                ("table", "a", [0, 1]),
                ("table", "b", [0, 2]),
            ],
            "A fork has as many tokens as its parent had, and counts its own from then on.",
        ),
    ]


@exercise("block-allocator")
def test_a_full_block_stays_shared(submission):
    """A full block is never written to, so it is not copied."""
    answers(submission, full_and_shared())


@once
def freed():
    return [
        case(
            4,
            2,
            [
                ("add", "a", 3, None),
                ("fork", "a", "b", None),
                ("free", "a", None),
                (LEFT, 2),
                ("add", "c", 3, None),
                ("table", "c", [2, 3]),
                ("table", "b", [0, 1]),
                ("append", "b", None),
                ("free", "b", None),
                (LEFT, 2),
                ("free", "c", None),
                (LEFT, 4),
            ],
            "While b reads blocks 0 and 1 they are not free; then b is alone with them.",
        ),
        case(
            3,
            2,
            [
                ("add", "a", 1, None),
                ("free", "a", None),
                ("add", "a", 5, None),
                ("table", "a", [0, 1, 2]),
            ],
            "A name that has ended may be used again.",
        ),
    ]


@exercise("block-allocator")
def test_a_block_is_free_when_nobody_has_it(submission):
    """A block comes back when its last sequence ends, not before."""
    answers(submission, freed())


@once
def out_of_memory():
    return [
        case(
            3,
            2,
            [
                ("add", "a", 3, None),
                ("add", "b", 3, MEMORY),
                (LEFT, 1),
                ("table", "b", VALUE),
                ("add", "b", 2, None),
                ("append", "b", MEMORY),
                ("append", "a", None),
                ("append", "a", MEMORY),
                ("table", "a", [0, 1]),
                ("free", "b", None),
                ("append", "a", None),
                ("table", "a", [0, 1, 2]),
            ],
            "What does not fit changes nothing.",
        ),
        case(
            2,
            2,
            [
                ("add", "a", 3, None),
                ("fork", "a", "b", None),
                ("append", "b", MEMORY),
                ("table", "b", [0, 1]),
                ("free", "a", None),
                ("append", "b", None),
                (LEFT, 0),
                ("append", "b", MEMORY),
            ],
            "No block is left for a copy; after a has ended none is needed.",
        ),
    ]


@exercise("block-allocator")
def test_what_does_not_fit_changes_nothing(submission):
    """Too few free blocks are a MemoryError, and everything stays as it was."""
    answers(submission, out_of_memory())


def spoil(cache):
    """What a caller may do with a table that was handed out."""
    cache.table("a").append(9)
    cache.table("a").clear()


@once
def names():
    return [
        case(
            9,
            2,
            [
                ("add", "a", 1, None),
                ("add", "a", 4, VALUE),
                ("fork", "a", "a", VALUE),
                ("fork", "x", "b", VALUE),
                ("append", "x", VALUE),
                ("free", "x", VALUE),
                ("table", "x", VALUE),
                ("add", "b", 1, None),
                ("fork", "a", "b", VALUE),
                ("table", "a", [0]),
                (LEFT, 7),
                ("append", "a", None),
            ],
            "Names that are taken, and names that do not exist.",
        ),
        (
            (4, 2, [("add", "a", 3), spoil, ("table", "a"), ("append", "a"), ("free_blocks",)]),
            [None, None, [0, 1], None, 2],
            "The list that `table` gave is changed by its caller.",
        ),
    ]


@exercise("block-allocator")
def test_wrong_names_are_refused_and_tables_are_copies(submission):
    """A name that is missing or taken is a ValueError, and changing a table changes nothing."""
    answers(submission, names())
