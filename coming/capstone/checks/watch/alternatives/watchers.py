class Strangers:
    def __init__(self, carriers):
        self.known, self.days = set(carriers), set()

    def see(self, rows, now):
        strangers = {row["carrier"] for row in rows if "carrier" in row} - self.known
        if strangers:
            self.days.add(date_of(now))
        self.known |= strangers


class Frozen:
    def __init__(self):
        self.feeds, self.days = defaultdict(dict), set()

    def see(self, messages, now):
        for message in messages:
            if message["kind"] == "weather":
                self.feeds[message["origin"]][message["event_time"]] = reading_of(message)
        for feed in self.feeds.values():
            values = [feed[hour] for hour in sorted(feed)][-6:]
            if values == values[-1:] * 6:
                self.days.add(date_of(now))


class Partitions:
    def __init__(self):
        self.called, self.come, self.days = set(), set(), set()

    def see(self, partition, now):
        if partition["date"] in self.come:
            self.days.add(date_of(now))
        self.come.add(partition["date"])

    def late(self, today):
        due, wanted = days_before(today, 2), set()
        while any(day <= due for day in self.called):
            wanted.add(due)
            due = days_before(due, 1)
        return wanted - self.come


class WatchfulSystem(LearningSystem):
    """One watcher an alarm, each of which remembers the days on which it rang."""

    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.strangers = Strangers(briefing["carriers"])
        self.weather, self.parts = Frozen(), Partitions()
        self.crowded, self.poisoned = set(), set()

    def ingest(self, messages, now):
        self.parts.called.add(date_of(now))
        self.strangers.see(messages, now)
        self.weather.see(messages, now)
        super().ingest(messages, now)

    def predict(self, requests, now):
        self.strangers.see(requests, now)
        if len(requests) >= 300.0:
            self.crowded.add(date_of(now))
        return super().predict(requests, now)

    def observe(self, partition, now):
        self.parts.see(partition, now)
        before = list(self.quarantined)
        super().observe(partition, now)
        if self.quarantined != before:
            self.poisoned.add(date_of(now))

    def report(self, now):
        today = date_of(now)
        rings = {
            "unknown-carrier": today in self.strangers.days,
            "stale-weather": today in self.weather.days,
            "late-labels": self.parts.late(today),
            "duplicate-partition": today in self.parts.days,
            "traffic-spike": today in self.crowded,
            "poisoned-labels": today in self.poisoned,
        }
        return super().report(now) | {"alarms": sorted(name for name in rings if rings[name])}
