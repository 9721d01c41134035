class System(DurableSystem):
    """Every Monday each group's forecasts are brought to its level, where chance does not explain the gap."""

    DAYS = 35

    def forecast(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        level = self.state["levels"].get("small" if request["dest"] in self.small else "large", 0.0)
        return logistic(self.score(self.bins(request, now)) + level), "model"

    def learn(self, now: str) -> None:
        super().learn(now)
        truth, bookings = self.truth(), self.state["bookings"]
        recent = [f for at, f in self.taught() if seconds(now) - at <= self.DAYS * 86400]
        for name in ("small", "large"):
            flights = [f for f in recent if bookings[f]["small"] == (name == "small")]
            p = [logistic(self.score(bookings[f]["bins"])) for f in flights]
            gap = sum(truth[f] for f in flights) - math.fsum(p)
            spread = math.fsum(q * (1 - q) for q in p)
            # The flights of an hour share their mood, so chance makes larger gaps than a coin.
            sure = abs(gap) > 2 * math.sqrt(3 * spread + 1e-9)
            self.put("levels", name, max(-1.5, min(1.5, gap / (spread + 30))) if sure else 0.0)
