def ring_position(text):
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest()[:16], 16)


class HashRing:
    """Keeps the names only, and looks for the nearest point each time it is asked."""

    def __init__(self, nodes, virtual):
        self.virtual = virtual
        self.names = set(nodes)
        if virtual < 1 or len(self.names) < len(nodes):
            raise ValueError("need points, and each name once")

    def node(self, key):
        here = ring_position(key)
        best = None
        for name in self.names:
            for i in range(self.virtual):
                distance = (ring_position(name + "#" + str(i)) - here) % 2**64
                if best is None or distance < best[0]:
                    best = (distance, name)
        if best is None:
            raise ValueError("nobody is here")
        return best[1]

    def add(self, node):
        if node in self.names:
            raise ValueError(node)
        self.names.add(node)

    def remove(self, node):
        if node not in self.names:
            raise ValueError(node)
        self.names.discard(node)
