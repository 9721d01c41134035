def ring_position(text):
    first = np.frombuffer(hashlib.sha256(text.encode()).digest()[:8], dtype=">u8")
    return first.tolist().pop()


class HashRing:
    def __init__(self, nodes, virtual):
        if virtual < 1:
            raise ValueError("virtual")
        if len(nodes) != len(set(nodes)):
            raise ValueError("twice the same node")
        self.per_node, self.members = virtual, list(nodes)
        self._lay_out()

    def _lay_out(self):
        owners = [name for name in self.members for _ in range(self.per_node)]
        places = [ring_position(f"{n}#{i}") for n in self.members for i in range(self.per_node)]
        places = np.fromiter(places, np.uint64)
        order = places.argsort()
        self.places = places[order]
        self.owners = [owners[k] for k in order]

    def node(self, key):
        if not self.members:
            raise ValueError("empty ring")
        index = np.searchsorted(self.places, np.uint64(ring_position(key)), side="left")
        return self.owners[0 if index == len(self.owners) else index]

    def add(self, node):
        if node in self.members:
            raise ValueError("known already")
        self.members.append(node)
        self._lay_out()

    def remove(self, node):
        self.members.remove(node)  # a list, too, raises a ValueError
        self._lay_out()
