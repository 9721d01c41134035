class CleanSystem(NaiveSystem):
    """Drops what it has seen, and keeps of each flight the message of the highest version."""

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        super().__init__(briefing, journal)
        self.seen: set[str] = set()
        self.newest: dict[str, dict[str, Any]] = {}

    def take(self, message: Mapping[str, Any], now: str) -> None:
        if message["message_id"] in self.seen:
            self.duplicates += 1
            return
        self.seen.add(message["message_id"])
        super().take(message, now)
        if message["kind"] != "weather":
            self.take_flight(message, now)
        else:
            self.take_weather(message, now)

    def take_flight(self, message: Mapping[str, Any], now: str) -> None:
        def rank(m: Mapping[str, Any]) -> tuple[Any, ...]:
            return m["version"], m["event_time"], m["message_id"]

        known = self.newest.get(message["flight_id"])
        if known is None or rank(message) > rank(known):
            self.newest[message["flight_id"]] = dict(message)

    def take_weather(self, message: Mapping[str, Any], now: str) -> None:
        pass

    def flight(self, flight_id: str) -> dict[str, Any] | None:
        known = self.newest.get(flight_id)
        return dict(known) if known is not None else None
