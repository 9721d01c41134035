class System(DurableSystem):
    """Each group is moved to its own level on Mondays, where chance does not explain the gap."""

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        self.owed = {"small": 0.0, "large": 0.0}
        super().__init__(briefing, journal)

    def shift(self, request: Mapping[str, Any], now: str) -> float:
        small = request["dest"] in self.briefing["small_airports"]
        return super().shift(request, now) + self.owed["small" if small else "large"]

    def learn(self, now: str) -> None:
        super().learn(now)
        for group in self.owed:
            flights = [f for f in self.recent(now) if self.decided[f]["group"] == group]
            p = [logistic(self.score(f) + self.season) for f in flights]
            apart = sum(self.label[f] for f in flights) - math.fsum(p)
            chance = math.sqrt(2.5 * math.fsum(q * (1 - q) for q in p) + 1e-9)
            self.owed[group] = (
                self.gap(flights, more=self.season) if abs(apart) > 2 * chance else 0.0
            )
