from collections import Counter


class _Seq:
    def __init__(self, tokens, blocks):
        self.tokens, self.blocks = tokens, blocks


class BlockAllocator:
    # A set of free blocks and a Counter; state is checked up front, changed afterwards.
    def __init__(self, blocks, block_size):
        self.block_size = block_size
        self.unused = set(range(blocks))
        self.refs = Counter()
        self.sequences = {}

    def _demand(self, name, there):
        if (name in self.sequences) != there:
            raise ValueError(name)

    def _take(self, many):
        if many > len(self.unused):
            raise MemoryError(many)
        got = sorted(self.unused)[:many]
        self.unused.difference_update(got)
        self.refs.update(got)
        return got

    def _drop(self, blocks):
        self.refs.subtract(blocks)
        self.unused.update(b for b in blocks if self.refs[b] == 0)

    def add(self, name, tokens):
        self._demand(name, False)
        self.sequences[name] = _Seq(tokens, self._take(-(-tokens // self.block_size)))

    def fork(self, name, child):
        self._demand(name, True)
        self._demand(child, False)
        parent = self.sequences[name]
        self.refs.update(parent.blocks)
        self.sequences[child] = _Seq(parent.tokens, parent.blocks.copy())

    def append(self, name):
        self._demand(name, True)
        seq, answer = self.sequences[name], None
        last = seq.blocks[-1]
        if seq.tokens % self.block_size == 0:
            seq.blocks += self._take(1)
        elif self.refs[last] > 1:
            (seq.blocks[-1],) = self._take(1)
            self._drop([last])
            answer = last, seq.blocks[-1]
        seq.tokens += 1
        return answer

    def free(self, name):
        self._demand(name, True)
        self._drop(self.sequences.pop(name).blocks)

    def table(self, name):
        self._demand(name, True)
        return self.sequences[name].blocks[:]

    def free_blocks(self):
        return len(self.unused)
