class LearningSystem(SteadySystem):
    """Counts labelled flights into the cells, and brings the whole to the level of four weeks."""

    WEEKS, CALM = 28, 150.0

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        super().__init__(briefing, journal)
        self.season = 0.0
        self.counted: set[str] = set()

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        refused = {
            origin
            for origin in {row["origin"] for row in partition["rows"]}
            if self.contradicts([row for row in partition["rows"] if row["origin"] == origin])
        }
        self.refuse(refused, now)
        rows = [row for row in partition["rows"] if row["origin"] not in refused]
        super().observe({**partition, "rows": rows}, now)

    def contradicts(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        verdicts = []
        for row in rows:
            known = self.newest.get(row["flight_id"], {"kind": None})
            if known["kind"] == "arrived" and None not in (
                known["delay_minutes"],
                row["arr_delay"],
            ):
                verdicts.append((known["delay_minutes"] >= 15) != (row["arr_delay"] >= 15))
        return 10 * sum(verdicts) > len(verdicts)

    def refuse(self, origins: set[str], now: str) -> None:
        """Something was refused; exercise 6 tells it."""

    def shift(self, request: Mapping[str, Any], now: str) -> float:
        return super().shift(request, now) + self.season

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        self.learn(now)
        return {"accepted": offer is not None and self.cheaper(offer["scores"])}

    def learn(self, now: str) -> None:
        for flight_id, kept in self.decided.items():
            if flight_id in self.label and flight_id not in self.counted:
                self.counted.add(flight_id)
                self.add(kept["cell"], self.label[flight_id])
        self.rates = {}
        self.season = self.gap([f for f in self.recent(now)])

    def recent(self, now: str) -> list[str]:
        since = seconds(now) - self.WEEKS * 86400
        return sorted(
            f for f, kept in self.decided.items() if f in self.label and kept["at"] >= since
        )

    def score(self, flight_id: str) -> float:
        kept = self.decided[flight_id]
        return logit(self.cell_rate(kept["cell"])) + kept["level"]

    def gap(self, flights: Sequence[str], calm: float | None = None, more: float = 0.0) -> float:
        """The step of the log odds that brings flights to their rate, held back when they are few."""
        step, late = 0.0, sum(self.label[f] for f in flights)
        for _ in range(8):
            p = [logistic(self.score(f) + more + step) for f in flights]
            pull = late - math.fsum(p) - step * (self.CALM if calm is None else calm) / 5
            step += pull / (
                math.fsum(q * (1 - q) for q in p) + (self.CALM if calm is None else calm) / 5
            )
            step = min(max(step, -3.0), 3.0)
        return step

    def cheaper(self, scores: Mapping[str, float]) -> bool:
        ours = theirs = our_brier = their_brier = 0.0
        counted = 0
        for flight_id in sorted(scores):
            if flight_id in self.label and flight_id in self.decided:
                kept, late, p = self.decided[flight_id], self.label[flight_id], scores[flight_id]
                counted += 1
                ours += self.price(kept["act"], late)
                theirs += self.price(self.acts(p), late)
                our_brier += (kept["p"] - late) ** 2
                their_brier += (p - late) ** 2
        return bool(
            counted and theirs <= 0.97 * ours + 1e-6 and theirs <= ours and their_brier < our_brier
        )
