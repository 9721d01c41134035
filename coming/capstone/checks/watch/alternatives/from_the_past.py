class WatchfulSystem(LearningSystem):
    """Keeps what each call brought, and works out a date's alarms when they are asked for."""

    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.calls = []  # (date, carriers, dates of partitions, names of alarms)

    def note(self, now, rows=(), parts=(), names=()):
        carriers = {row["carrier"] for row in rows if "carrier" in row}
        self.calls.append((date_of(now), carriers, set(parts), names))

    def ingest(self, messages, now):
        super().ingest(messages, now)
        stale = any(self.is_stale([*feed.values()][-6:]) for feed in self.readings.values())
        self.note(now, messages, names=["stale-weather"] * stale)

    def is_stale(self, newest):
        return len(newest) == 6 and len(set(newest)) == 1

    def predict(self, requests, now):
        self.note(now, requests, names=["traffic-spike"] * (len(requests) >= 300.0))
        return super().predict(requests, now)

    def observe(self, partition, now):
        before = len(self.quarantined)
        super().observe(partition, now)
        poisoned = len(self.quarantined) != before
        self.note(now, parts=[partition["date"]], names=["poisoned-labels"] * poisoned)

    def report(self, now):
        known, here, rings = set(self.briefing["carriers"]), set(), set()
        for day, carriers, parts, names in self.calls:
            if day == date_of(now):
                rings.update(names)
                if carriers - known:
                    rings.add("unknown-carrier")
                if parts & here:
                    rings.add("duplicate-partition")
            known |= carriers
            here |= parts
        due = days_before(date_of(now), 2)
        while any(day <= due for day, *_ in self.calls):
            if due not in here:
                rings.add("late-labels")
            due = days_before(due, 1)
        return super().report(now) | {"alarms": sorted(rings)}
