def ring_position(text):
    return int(hashlib.sha256(text.encode()).hexdigest()[:16], 16)


class HashRing:
    """Keeps the names only, and looks for the next point each time it is asked."""

    def __init__(self, nodes, virtual):
        self.virtual = virtual
        self.names = set(nodes)
        if virtual < 1 or len(self.names) < len(nodes):
            raise ValueError("need points, and each name once")

    def node(self, key):
        here = ring_position(key)
        # Points behind the key count before those that one meets only after a whole turn.
        found = []
        for name in self.names:
            for i in range(self.virtual):
                place = ring_position(name + "#" + str(i))
                found.append((place < here, place, name))
        return min(found)[2]  # of nothing, `min` raises a ValueError

    def add(self, node):
        if node in self.names:
            raise ValueError(node)
        self.names.add(node)

    def remove(self, node):
        if node not in self.names:
            raise ValueError(node)
        self.names.discard(node)
