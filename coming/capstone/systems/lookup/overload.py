class SteadySystem(ForecastSystem):
    """A dict of forecasts of the last half hour, and a bucket of tokens for new ones."""

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        super().__init__(briefing, journal)
        self.clock = 0.0
        self.cache: dict[str, tuple[float, float]] = {}
        # Two servers make five forecasts a second; the rest is for what comes from the dict.
        self.bucket = TokenBucket(4.4, 8.0, lambda: self.clock)

    def look_up(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        self.clock = float(seconds(request["asked_at"]))
        asked, p = self.cache.get(request["flight_id"], (-1e9, 0.0))
        if self.clock - asked <= 1800:
            return p, "cache"
        # The last two tokens are for bookings.
        kept_back = 0.0 if request["kind"] == "booking" else 2.0
        bucket = self.bucket
        filled = min(bucket.capacity, bucket.tokens + (self.clock - bucket.then) * bucket.rate)
        if filled < 1 + kept_back or not bucket.allow():
            return self.rate(request["origin"], request["hour"]), "table"
        p, source = super().look_up(request, now)
        self.cache[request["flight_id"]] = (self.clock, p)
        return p, source

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        answers = super().predict(requests, now)
        self.cache = {f: kept for f, kept in self.cache.items() if self.clock - kept[0] <= 1800}
        return answers
