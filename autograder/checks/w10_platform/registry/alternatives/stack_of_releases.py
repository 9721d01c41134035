class Registry:
    """Keeps the versions that are, or were, in production as chains of releases."""

    NEXT = {
        "none": {"staging", "archived"},
        "staging": {"production", "archived"},
        "production": {"archived"},
        "archived": set(),
    }

    def __init__(self):
        self.versions = {}
        self.history = []
        self.releases = []  # the last one is in production

    def _put(self, version, to, who):
        self.history.append((who, version, self.versions.get(version), to))
        self.versions[version] = to

    def register(self, who):
        number = max(self.versions, default=0) + 1
        self._put(number, "none", who)
        return number

    def move(self, version, stage, who):
        if stage not in self.NEXT[self.stage(version)]:
            raise ValueError("illegal move")
        if stage == "production":
            if self.releases:
                self._put(self.releases[-1], "archived", who)
            self.releases.append(version)
        elif self.releases and self.releases[-1] == version:
            self.releases = []  # nothing is in production, so the next one replaces nothing
        self._put(version, stage, who)

    def rollback(self, who):
        if len(self.releases) < 2:
            raise ValueError("no way back")
        self._put(self.releases.pop(), "archived", who)
        self._put(self.releases[-1], "production", who)
        return self.releases[-1]

    def stage(self, version):
        try:
            return self.versions[version]
        except KeyError:
            raise ValueError("unknown version") from None

    def production(self):
        return self.releases[-1] if self.releases else None

    def trail(self):
        return self.history[:]
