def ring_position(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


class HashRing:
    def __init__(self, nodes, virtual):
        if virtual < 1:
            raise ValueError("virtual must be at least 1")
        self._virtual = virtual
        self._nodes = set()
        self._owner = {}
        self._points = []
        for node in nodes:
            self.add(node)

    def _texts(self, node):
        return [f"{node}#{i}" for i in range(self._virtual)]

    def node(self, key):
        if not self._points:
            raise ValueError("the ring is empty")
        i = bisect_left(self._points, ring_position(key))
        return self._owner[self._points[i % len(self._points)]]

    def add(self, node):
        if node in self._nodes:
            raise ValueError(f"{node} is in the ring already")
        self._nodes.add(node)
        for text in self._texts(node):
            self._owner[ring_position(text)] = node
        self._points = sorted(self._owner)

    def remove(self, node):
        if node not in self._nodes:
            raise ValueError(f"{node} is not in the ring")
        self._nodes.remove(node)
        for text in self._texts(node):
            del self._owner[ring_position(text)]
        self._points = sorted(self._owner)
