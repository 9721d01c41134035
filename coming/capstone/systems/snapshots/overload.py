class SteadySystem(ForecastSystem):
    """A queue is foreseen: kept forecasts first, then new ones while there is time, then the table."""

    KEPT_FOR = 1800
    PATIENCE = {"booking": 1.55, "query": 1.1}  # seconds of waiting before a forecast of 400 ms

    def take_requests(
        self, requests: Sequence[Mapping[str, Any]], now: str
    ) -> list[dict[str, Any]]:
        free = list(self.state["counts"].get("free", [0.0, 0.0]))
        answers = []
        for request in requests:
            asked = seconds(request["asked_at"])
            kept = self.state["kept"].get(request["flight_id"])
            start = max(min(free), asked)
            if kept is not None and 0 <= asked - kept[0] <= self.KEPT_FOR:
                p, source = kept[1], "cache"
            elif start - asked <= self.PATIENCE.get(request["kind"], 1.1):
                p, source = self.forecast(request, now)
                self.put("kept", request["flight_id"], [asked, p])
            else:
                p, source = self.rate(request["origin"], request["hour"]), "table"
            free.remove(min(free))
            free.append(start + (0.4 if source == "model" else 0.005))
            answers.append(self.answer(request, p, source))
        if requests:
            self.put("counts", "free", free)
        self.remember(requests, answers, now)
        for flight_id, (asked, _) in list(self.state["kept"].items()):
            if seconds(now) - asked > 3 * self.KEPT_FOR:
                self.drop("kept", flight_id)
        return answers
