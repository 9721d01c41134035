class CleanSystem(NaiveSystem):
    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.deliveries = 0
        self.log = {}
        self.of_flight = {}

    def ingest(self, messages, now):
        self.deliveries += len(messages)
        for message in messages:
            if message["message_id"] not in self.log:
                self.log[message["message_id"]] = message
                if message["kind"] != "weather":
                    self.of_flight.setdefault(message["flight_id"], []).append(message)

    def flight(self, flight_id):
        return max(self.of_flight.get(flight_id, ()), key=lambda m: m["version"], default=None)

    def report(self, now):
        report = super().report(now)
        report["messages"] = len(self.log)
        report["duplicates"] = self.deliveries - len(self.log)
        return report
