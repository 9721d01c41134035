class CleanSystem(NaiveSystem):
    """Ids that were seen are dropped; of a flight's messages the one of the highest version wins."""

    def take_message(self, message: Mapping[str, Any], now: str) -> None:
        if message["message_id"] in self.state["seen"]:
            self.count("duplicates")
            return
        self.put("seen", message["message_id"], 1)
        self.count("messages")
        self.take_new(message, now)

    def take_new(self, message: Mapping[str, Any], now: str) -> None:
        """Take in a message that has not come before."""
        if message["kind"] == "weather":
            return
        rank = [message["version"], message["event_time"], message["message_id"]]
        known = self.state["flights"].get(message["flight_id"])
        if known is None or rank > known["rank"]:
            entry = {name: message[name] for name in ("version", "kind", "delay_minutes")}
            self.put("flights", message["flight_id"], entry | {"rank": rank})

    def flight(self, flight_id: str) -> dict[str, Any] | None:
        known = self.state["flights"].get(flight_id)
        return None if known is None else dict(known)
