class BlockAllocator:
    # No counters: what is free or shared is read off the tables each time.
    def __init__(self, blocks, block_size):
        self.n, self.size, self.seqs = blocks, block_size, {}

    def _holders(self, block):
        return sum(block in table for _, table in self.seqs.values())

    def _free_list(self):
        used = set()
        for _, table in self.seqs.values():
            used.update(table)
        return [b for b in range(self.n) if b not in used]

    def _get(self, name):
        try:
            return self.seqs[name]
        except KeyError:
            raise ValueError(name) from None

    def add(self, name, tokens):
        if name in self.seqs:
            raise ValueError(name)
        need = (tokens + self.size - 1) // self.size
        free = self._free_list()
        if need > len(free):
            raise MemoryError
        self.seqs[name] = (tokens, tuple(free[:need]))

    def fork(self, name, child):
        seq = self._get(name)
        if child in self.seqs:
            raise ValueError(child)
        self.seqs[child] = seq

    def append(self, name):
        tokens, table = self._get(name)
        full = tokens == len(table) * self.size
        if not full and self._holders(table[-1]) == 1:
            self.seqs[name] = (tokens + 1, table)
            return None
        free = self._free_list()
        if not free:
            raise MemoryError
        new = free[0]
        if full:
            self.seqs[name] = (tokens + 1, (*table, new))
            return None
        self.seqs[name] = (tokens + 1, (*table[:-1], new))
        return table[-1], new

    def free(self, name):
        self._get(name)
        del self.seqs[name]

    def table(self, name):
        return list(self._get(name)[1])

    def free_blocks(self):
        return len(self._free_list())
