class NaiveSystem:
    """Looks a rate up, acts by the costs, and counts."""

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        self.briefing = briefing
        self.journal: list[str] = list(journal)
        self.messages = self.duplicates = 0
        self.decided: dict[str, dict[str, Any]] = {}  # by flight, of its booking
        self.label: dict[str, int] = {}

    def rate(self, origin: str, hour: int) -> float:
        return self.briefing["table"].get(f"{origin} {int(hour):02d}", 0.2)

    def price(self, act: bool, late: int) -> float:
        costs = self.briefing["costs"]
        if late:
            return costs["correct_alarm"] if act else costs["miss"]
        return costs["false_alarm"] if act else costs["correct_silence"]

    def acts(self, p: float) -> bool:
        acting, silent = (
            p * self.price(act, 1) + (1 - p) * self.price(act, 0) for act in (True, False)
        )
        return bool(acting <= silent)

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        for message in messages:
            self.take(message, now)

    def take(self, message: Mapping[str, Any], now: str) -> None:
        self.messages += 1

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        answers = []
        for request in requests:
            p, source = self.look_up(request, now)
            answers.append(
                {
                    "flight_id": request["flight_id"],
                    "p_late": p,
                    "act": self.acts(p),
                    "source": source,
                }
            )
            if request["kind"] == "booking":
                self.decided[request["flight_id"]] = self.kept(request, answers[-1], now)
        return answers

    def look_up(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        return self.rate(request["origin"], request["hour"]), "table"

    def kept(
        self, request: Mapping[str, Any], answer: Mapping[str, Any], now: str
    ) -> dict[str, Any]:
        small = request["dest"] in self.briefing["small_airports"]
        return {"p": answer["p_late"], "act": answer["act"], "group": "small" if small else "large"}

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        for row in partition["rows"]:
            if row["arr_delay"] is not None and row["flight_id"] not in self.label:
                self.label[row["flight_id"]] = int(row["arr_delay"] >= 15)

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        return {"accepted": False}

    def report(self, now: str) -> dict[str, Any]:
        groups = {"small": {"flights": 0, "cost": 0.0}, "large": {"flights": 0, "cost": 0.0}}
        for flight_id, kept in self.decided.items():
            if flight_id in self.label:
                groups[kept["group"]]["flights"] += 1
                groups[kept["group"]]["cost"] += self.price(kept["act"], self.label[flight_id])
        small, large = groups["small"], groups["large"]
        return {
            "date": date_of(now),
            "messages": self.messages,
            "duplicates": self.duplicates,
            "predictions": len(self.decided),
            "labels": small["flights"] + large["flights"],
            "cost": small["cost"] + large["cost"],
            "small": small,
            "large": large,
            "alarms": self.alarms(date_of(now)),
        }

    def alarms(self, day: str) -> list[str]:
        return []
