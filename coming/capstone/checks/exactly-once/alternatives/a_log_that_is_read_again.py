class CleanSystem(NaiveSystem):
    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.deliveries = 0
        self.log = {}

    def ingest(self, messages, now):
        self.deliveries += len(messages)
        for message in messages:
            self.log[message["message_id"]] = message

    def flight(self, flight_id):
        mine = (m for m in self.log.values() if m.get("flight_id") == flight_id)
        return max(mine, key=lambda m: m["version"], default=None)

    def report(self, now):
        report = super().report(now)
        report["messages"] = len(self.log)
        report["duplicates"] = self.deliveries - len(self.log)
        return report
