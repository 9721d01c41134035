class Watcher:
    """Looks at calls, and says by date whether it rang."""

    def __init__(self):
        self.days = set()

    def rings(self, today):
        return today in self.days


class Strangers(Watcher):
    def __init__(self, carriers):
        super().__init__()
        self.known = set(carriers)

    def see(self, rows, now):
        strangers = {row["carrier"] for row in rows if "carrier" in row} - self.known
        if strangers:
            self.days.add(date_of(now))
        self.known |= strangers


class Frozen(Watcher):
    def __init__(self):
        super().__init__()
        self.feeds = {}

    def see(self, messages, now):
        for message in messages:
            if message["kind"] == "weather":
                feed = self.feeds.setdefault(message["origin"], {})
                feed[message["event_time"]] = reading_of(message)
        for feed in self.feeds.values():
            values = [feed[hour] for hour in sorted(feed)]
            run = 0
            for place, value in enumerate(values):
                run = run + 1 if place and value == values[place - 1] else 1
            if run > 5:
                self.days.add(date_of(now))


class Partitions:
    def __init__(self):
        self.begun, self.come, self.twice = None, [], set()

    def see(self, partition, now):
        if partition["date"] in self.come:
            self.twice.add(date_of(now))
        self.come.append(partition["date"])

    def late(self, today):
        wanted, due = self.begun, days_before(today, 2)
        while wanted is not None and wanted <= due:
            if wanted not in self.come:
                return True
            wanted = days_before(wanted, -1)
        return False


class Crowd(Watcher):
    def __init__(self):
        super().__init__()
        self.usual = 20.0

    def see(self, n, now):
        if n > max(80.0, 4 * self.usual) or n > 200:
            self.days.add(date_of(now))
        else:
            self.usual = 0.9 * self.usual + 0.1 * n


class WatchfulSystem(LearningSystem):
    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.strangers = Strangers(briefing["carriers"])
        self.weather, self.parts, self.crowd, self.false = (
            Frozen(),
            Partitions(),
            Crowd(),
            Watcher(),
        )

    def begin(self, now):
        if self.parts.begun is None:
            self.parts.begun = date_of(now)

    def ingest(self, messages, now):
        self.begin(now)
        self.strangers.see(messages, now)
        self.weather.see(messages, now)
        return super().ingest(messages, now)

    def predict(self, requests, now):
        self.begin(now)
        self.strangers.see(requests, now)
        self.crowd.see(len(requests), now)
        return super().predict(requests, now)

    def observe(self, partition, now):
        self.begin(now)
        self.parts.see(partition, now)
        origins = sorted({row["origin"] for row in partition["rows"]})
        for origin in origins:
            if self.contradicts([row for row in partition["rows"] if row["origin"] == origin]):
                self.false.days.add(date_of(now))
        super().observe(partition, now)

    def report(self, now):
        today = date_of(now)
        rings = {
            "unknown-carrier": self.strangers.rings(today),
            "stale-weather": self.weather.rings(today),
            "late-labels": self.parts.late(today),
            "duplicate-partition": today in self.parts.twice,
            "traffic-spike": self.crowd.rings(today),
            "poisoned-labels": self.false.rings(today),
        }
        alarms = [name for name, rung in sorted(rings.items()) if rung]
        return dict(super().report(now), alarms=alarms)
