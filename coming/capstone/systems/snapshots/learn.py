class LearningSystem(SteadySystem):
    """Labels of feeds that do not contradict the arrivals; a new model every Monday; offers by cost."""

    HALF = 45 * 86400  # seconds after which a flight counts half

    def refused(self, partition: Mapping[str, Any]) -> list[str]:
        feeds: dict[str, list[Any]] = {}
        for row in partition["rows"]:
            feeds.setdefault(row["origin"], []).append(row)
        return sorted(origin for origin, rows in feeds.items() if self.contradicts(rows))

    def contradicts(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        compared = wrong = 0
        for row in rows:
            known = self.state["flights"].get(row["flight_id"])
            if row["arr_delay"] is None or known is None or known["kind"] != "arrived":
                continue
            if known["delay_minutes"] is not None:
                compared += 1
                wrong += (row["arr_delay"] >= 15) != (known["delay_minutes"] >= 15)
        return wrong * 10 > compared

    def taught(self) -> list[tuple[int, str]]:
        """The flights from which something can be learnt, as they follow each other."""
        truth = self.truth()
        return sorted((kept["at"], f) for f, kept in self.state["bookings"].items() if f in truth)

    def take_offer(self, now: str, offer: Mapping[str, Any] | None) -> dict[str, bool]:
        self.learn(now)
        return {"accepted": offer is not None and self.better(offer["scores"])}

    def learn(self, now: str) -> None:
        truth, bookings, taught = self.truth(), self.state["bookings"], self.taught()
        if not taught:
            return
        bins = self.old_bins + [bookings[f]["bins"] for _, f in taught]
        labels = self.old_labels + [truth[f] for _, f in taught]
        at = np.array(self.old_at + [when for when, _ in taught], dtype=float)
        self.put("model", "model", additive(bins, labels, 0.5 ** ((seconds(now) - at) / self.HALF)))

    def better(self, scores: Mapping[str, float]) -> bool:
        truth, bookings = self.truth(), self.state["bookings"]
        flights = sorted(f for f in scores if f in truth and f in bookings)
        if not flights:
            return False
        ours = math.fsum(self.cost(bookings[f]["act"], truth[f]) for f in flights)
        theirs = math.fsum(self.cost(self.acts(scores[f]), truth[f]) for f in flights)
        our_brier = math.fsum((bookings[f]["p"] - truth[f]) ** 2 for f in flights)
        their_brier = math.fsum((scores[f] - truth[f]) ** 2 for f in flights)
        return bool(theirs <= 0.97 * ours + 1e-6 and theirs <= ours and their_brier < our_brier)
