TABLES = (
    "counts",
    "seen",
    "flights",
    "weather",
    "plans",
    "bookings",
    "partitions",
    "carriers",
    "alarms",
    "kept",
    "model",
    "levels",
)


class NaiveSystem:
    """A state of plain tables, every change of which goes through `put` and `drop`."""

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        self.briefing = briefing
        self.costs = dict(briefing["costs"])
        self.table = dict(briefing["table"])
        self.average = sum(self.table.values()) / len(self.table) if self.table else 0.2
        self.small = set(briefing["small_airports"])
        self.journal: list[str] = list(journal)
        self.state: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
        self.judged: tuple[int, dict[str, int]] = (0, {})

    # --- the state

    def put(self, table: str, key: str, value: Any) -> None:
        self.state[table][key] = value

    def drop(self, table: str, key: str) -> None:
        del self.state[table][key]

    def count(self, key: str, more: int = 1) -> None:
        self.put("counts", key, self.state["counts"].get(key, 0) + more)

    def call(self, kind: str, now: str, work: Any, more: str = "") -> Any:
        """Every call but `report` passes through here."""
        if "first" not in self.state["counts"]:
            self.put("counts", "first", date_of(now))
        return work()

    # --- the five methods

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        self.call("ingest", now, lambda: self.take_messages(messages, now))

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        return self.call("predict", now, lambda: self.take_requests(requests, now))

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        self.call(
            "observe", now, lambda: self.take_partition(partition, now), partition["partition_id"]
        )

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        return self.call("retrain", now, lambda: self.take_offer(now, offer))

    def report(self, now: str) -> dict[str, Any]:
        groups = {name: {"flights": 0, "cost": 0.0} for name in ("small", "large")}
        truth = self.truth()
        for flight_id, kept in self.state["bookings"].items():
            if flight_id in truth:
                group = groups["small" if kept["small"] else "large"]
                group["flights"] += 1
                group["cost"] += self.cost(kept["act"], truth[flight_id])
        return {
            "date": date_of(now),
            "messages": self.state["counts"].get("messages", 0),
            "duplicates": self.state["counts"].get("duplicates", 0),
            "predictions": len(self.state["bookings"]),
            "labels": groups["small"]["flights"] + groups["large"]["flights"],
            "cost": groups["small"]["cost"] + groups["large"]["cost"],
            **groups,
            "alarms": self.alarms_of(date_of(now)),
        }

    # --- what they do

    def take_messages(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        for message in messages:
            self.take_message(message, now)

    def take_message(self, message: Mapping[str, Any], now: str) -> None:
        self.count("messages")

    def take_requests(
        self, requests: Sequence[Mapping[str, Any]], now: str
    ) -> list[dict[str, Any]]:
        answers = [self.answer(request, *self.forecast(request, now)) for request in requests]
        self.remember(requests, answers, now)
        return answers

    def forecast(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        return self.rate(request["origin"], request["hour"]), "table"

    def remember(self, requests: Sequence[Any], answers: Sequence[Any], now: str) -> None:
        for request, given in zip(requests, answers):
            if request["kind"] == "booking":
                kept = {
                    "p": given["p_late"],
                    "act": given["act"],
                    "small": request["dest"] in self.small,
                }
                self.put("bookings", request["flight_id"], kept | self.also(request, now))

    def also(self, request: Mapping[str, Any], now: str) -> dict[str, Any]:
        """What else is to be remembered of a booking."""
        return {}

    def take_partition(self, partition: Mapping[str, Any], now: str) -> None:
        rows = [[r["flight_id"], r["origin"], r["arr_delay"]] for r in partition["rows"]]
        refused = self.refused(partition)
        kept = {"date": partition["date"], "rows": rows, "refused": refused}
        self.put("partitions", str(len(self.state["partitions"])), kept)

    def refused(self, partition: Mapping[str, Any]) -> list[str]:
        """The origins whose rows are not used."""
        return []

    def take_offer(self, now: str, offer: Mapping[str, Any] | None) -> dict[str, bool]:
        return {"accepted": False}

    def alarms_of(self, day: str) -> list[str]:
        return []

    # --- helpers

    def rate(self, origin: str, hour: int) -> float:
        return self.table.get(f"{origin} {int(hour):02d}", self.average)

    def truth(self) -> dict[str, int]:
        """The label of each flight, judged from the partitions that have come."""
        done, labels = self.judged
        partitions = self.state["partitions"]
        for number in range(done, len(partitions)):
            partition = partitions[str(number)]
            for flight_id, origin, delay in partition["rows"]:
                if delay is not None and origin not in partition["refused"]:
                    labels.setdefault(flight_id, int(delay >= 15))
        self.judged = len(partitions), labels
        return labels

    def cost(self, act: bool, late: int) -> float:
        acting, silent = ("correct_alarm", "miss") if late else ("false_alarm", "correct_silence")
        return self.costs[acting if act else silent]

    def acts(self, p: float) -> bool:
        acting = p * self.costs["correct_alarm"] + (1 - p) * self.costs["false_alarm"]
        return bool(acting <= p * self.costs["miss"] + (1 - p) * self.costs["correct_silence"])

    def answer(self, request: Mapping[str, Any], p: float, source: str) -> dict[str, Any]:
        return {
            "flight_id": request["flight_id"],
            "p_late": p,
            "act": self.acts(p),
            "source": source,
        }
