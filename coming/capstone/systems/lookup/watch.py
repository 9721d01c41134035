class WatchfulSystem(LearningSystem):
    """A counter for each alarm and date."""

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        super().__init__(briefing, journal)
        self.first: str | None = None
        self.rings: Counter[tuple[str, str]] = Counter()
        self.strangers: set[str] = set()
        self.days: Counter[str] = Counter()

    def begin(self, now: str) -> str:
        today = date_of(now)
        self.first = self.first or today
        return today

    def meet(self, carrier: str, now: str) -> None:
        if carrier not in self.briefing["carriers"] and carrier not in self.strangers:
            self.strangers.add(carrier)
            self.rings[date_of(now), "unknown-carrier"] += 1

    def take_flight(self, message: Mapping[str, Any], now: str) -> None:
        super().take_flight(message, now)
        self.meet(message["carrier"], now)

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        today = self.begin(now)
        super().ingest(messages, now)
        for origin, log in self.log.items():
            self.rings[today, "stale-weather"] += log[-1][0] in self.still[origin]

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        today = self.begin(now)
        for request in requests:
            self.meet(request["carrier"], now)
        self.rings[today, "traffic-spike"] += len(requests) > 150
        return super().predict(requests, now)

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        today = self.begin(now)
        self.rings[today, "duplicate-partition"] += self.days[partition["date"]]
        self.days[partition["date"]] += 1
        super().observe(partition, now)

    def refuse(self, origins: set[str], now: str) -> None:
        self.rings[date_of(now), "poisoned-labels"] += len(origins)

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        self.begin(now)
        return super().retrain(now, offer)

    def alarms(self, day: str) -> list[str]:
        found = {name for (when, name), times in self.rings.items() if when == day and times}
        due = days_before(day, 2)
        while self.first is not None and due >= self.first:
            if not self.days[due]:
                found.add("late-labels")
            due = days_before(due, 1)
        return sorted(found)
