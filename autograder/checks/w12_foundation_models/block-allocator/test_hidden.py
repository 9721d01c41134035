"""The checks of exercise 2 that stay with the grader."""

from autograder.testing import assert_each, exercise, once_per_seed


class Slow:
    """Who has what, worked out anew from the tables of all."""

    def __init__(self, blocks, block_size):
        self.all, self.size, self.tables, self.tokens = range(blocks), block_size, {}, {}

    def owners(self, block):
        return [name for name, table in self.tables.items() if block in table]

    def free(self):
        return [block for block in self.all if not self.owners(block)]

    def take(self, count):
        if len(self.free()) < count:
            raise MemoryError
        return self.free()[:count]

    def answer(self, kind, name, more=None):
        if kind == "free_blocks":
            return len(self.free())
        if (kind == "add") == (name in self.tables) or (kind == "fork" and more in self.tables):
            raise ValueError
        if kind == "add":
            self.tables[name] = self.take((more + self.size - 1) // self.size)
            self.tokens[name] = more
        elif kind == "fork":
            self.tables[more], self.tokens[more] = [*self.tables[name]], self.tokens[name]
        elif kind == "free":
            del self.tables[name]
        elif kind == "table":
            return [*self.tables[name]]
        else:
            return self.append(name)
        return None

    def append(self, name):
        last, copied = self.tables[name][-1], None
        if self.tokens[name] % self.size == 0:
            self.tables[name] = [*self.tables[name], *self.take(1)]
        elif len(self.owners(last)) > 1:
            [taken] = self.take(1)
            self.tables[name] = [*self.tables[name][:-1], taken]
            copied = (last, taken)
        self.tokens[name] += 1
        return copied


KINDS = ["add", *["fork"] * 2, "free", "table", *["append"] * 6, "free_blocks"]


def story(rng, blocks, size, length):
    """Random messages and what they should be answered."""
    slow, messages, expected = Slow(blocks, size), [], []
    for _ in range(length):
        kind, name = str(rng.choice(KINDS)), str(rng.choice([*"abcd"]))
        more = {"add": int(rng.integers(1, 3 * size + 1)), "fork": str(rng.choice([*"abcd"]))}
        extra = [more[kind]] if kind in more else []
        messages.append((kind,) if kind == "free_blocks" else (kind, name, *extra))
        try:
            expected.append(slow.answer(kind, name, *extra))
        except (ValueError, MemoryError) as error:
            expected.append(type(error).__name__)
    return (blocks, size, messages), expected, f"{length} messages, blocks of {size} tokens."


@once_per_seed
def stories(rng):
    sizes = ((12, 3), (7, 2), (9, 1), (30, 4), (16, 2), (12, 2))
    return [story(rng, blocks, size, 120) for blocks, size in sizes]


@exercise("block-allocator")
def test_random_stories_go_as_worked_out_from_all_tables(submission, rng):
    """A long story of sequences is answered as when owners are looked up in all tables."""
    submission.BlockAllocator(1, 1)
    assert_each(submission.replay, stories(rng))
