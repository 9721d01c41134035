class CleanSystem(NaiveSystem):
    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.ids = frozenset()
        self.slots = {}

    def ingest(self, messages, now):
        came = Counter(message["message_id"] for message in messages)
        new = came.keys() - self.ids
        self.ids |= new
        self.messages += len(new)
        self.duplicates += sum(came.values()) - len(new)
        for message in messages:
            if "flight_id" in message:
                self.slots[message["flight_id"], message["version"]] = message

    def flight(self, flight_id):
        for version in (3, 2, 1):
            if (flight_id, version) in self.slots:
                return self.slots[flight_id, version]
        return None
