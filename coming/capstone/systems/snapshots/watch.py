class WatchfulSystem(LearningSystem):
    """Each cause is written down under its date when it is seen; the missing partitions are counted."""

    MANY = 150

    def ring(self, now: str, name: str) -> None:
        key = f"{date_of(now)} {name}"
        if key not in self.state["alarms"]:
            self.put("alarms", key, 1)

    def meet(self, carrier: str, now: str) -> None:
        if carrier not in self.briefing["carriers"] and carrier not in self.state["carriers"]:
            self.put("carriers", carrier, 1)
            self.ring(now, "unknown-carrier")

    def take_new(self, message: Mapping[str, Any], now: str) -> None:
        super().take_new(message, now)
        if message["kind"] != "weather":
            self.meet(message["carrier"], now)

    def take_messages(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        super().take_messages(messages, now)
        for origin, readings in self.readings.items():
            if max(readings) in self.frozen.get(origin, set()):
                self.ring(now, "stale-weather")

    def take_requests(
        self, requests: Sequence[Mapping[str, Any]], now: str
    ) -> list[dict[str, Any]]:
        for request in requests:
            self.meet(request["carrier"], now)
        if len(requests) >= self.MANY:
            self.ring(now, "traffic-spike")
        return super().take_requests(requests, now)

    def take_partition(self, partition: Mapping[str, Any], now: str) -> None:
        if any(known["date"] == partition["date"] for known in self.state["partitions"].values()):
            self.ring(now, "duplicate-partition")
        super().take_partition(partition, now)
        if self.state["partitions"][str(len(self.state["partitions"]) - 1)]["refused"]:
            self.ring(now, "poisoned-labels")

    def alarms_of(self, day: str) -> list[str]:
        names = {key[11:] for key in self.state["alarms"] if key.startswith(day)}
        came = {partition["date"] for partition in self.state["partitions"].values()}
        asked, first = days_before(day, 2), self.state["counts"].get("first", day)
        while asked >= first:
            if asked not in came:
                names.add("late-labels")
            asked = days_before(asked, 1)
        return sorted(names)
