class WatchfulSystem(LearningSystem):
    """Keeps what came, and works out a date's alarms when they are asked for."""

    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.log = []  # (date, what, value), in the order in which it came

    def note(self, now, what, value=None):
        self.log.append((date_of(now), what, value))

    def ingest(self, messages, now):
        super().ingest(messages, now)
        for entry in messages:
            if entry["kind"] != "weather":
                self.note(now, "carrier", entry["carrier"])
        stale = any(self.is_stale(origin) for origin in self.readings)
        self.note(now, "stale" if stale else "call")

    def is_stale(self, origin):
        newest = sorted(self.readings[origin], reverse=True)[:6]
        return len(newest) == 6 and len({self.readings[origin][hour] for hour in newest}) == 1

    def predict(self, requests, now):
        answers = super().predict(requests, now)
        self.note(now, "requests", len(requests))
        for request in requests:
            self.note(now, "carrier", request["carrier"])
        return answers

    def observe(self, partition, now):
        before = len(self.quarantined)
        super().observe(partition, now)
        self.note(now, "partition", partition["date"])
        if len(self.quarantined) != before:
            self.note(now, "poison")

    def report(self, now):
        report = super().report(now)
        report["alarms"] = sorted(self.alarms(report["date"]))
        return report

    def alarms(self, today):
        if not self.log:
            return
        of_today = [(what, value) for day, what, value in self.log if day == today]
        known, new, here = set(self.briefing["carriers"]), set(), set()
        twice = False
        for day, what, value in self.log:
            if what == "carrier" and value not in known:
                known.add(value)
                if days_before(today, 2) <= day <= today:
                    new.add(value)
            elif what == "partition":
                twice = twice or (value in here and day == today)
                here.add(value)
        if new:
            yield "unknown-carrier"
        if twice:
            yield "duplicate-partition"
        if ("stale", None) in of_today:
            yield "stale-weather"
        if ("poison", None) in of_today:
            yield "poisoned-labels"
        if any(what == "requests" and value >= 120 for what, value in of_today):
            yield "traffic-spike"
        first = date.fromisoformat(self.log[0][0])
        age = (date.fromisoformat(today) - first).days
        due = {(first + timedelta(days=day)).isoformat() for day in range(age - 1)}
        if due - here:
            yield "late-labels"
