from collections import Counter


class LearningSystem(SteadySystem):
    """Weights stay; each airport's level of the last four weeks follows what is known of its flights.

    A flight's own arrival counts where it has sent one, its row in a partition otherwise.
    """

    levels = ()

    def observe(self, partition, now):
        compared, wrong = Counter(), Counter()
        for row in partition["rows"]:
            own = self.arrival(row["flight_id"])
            if own is not None and row["arr_delay"] is not None:
                compared[row["origin"]] += 1
                wrong[row["origin"]] += own != (row["arr_delay"] >= 15)
        rows = []
        for row in partition["rows"]:
            if wrong[row["origin"]] * 10 <= compared[row["origin"]]:
                rows.append(row)
        super().observe(dict(partition, rows=rows), now)

    def arrival(self, flight_id):
        """Whether its newest message says that it arrived late; None where it does not say."""
        message = self.flight(flight_id)
        if message is None or message["kind"] != "arrived" or message["delay_minutes"] is None:
            return None
        return message["delay_minutes"] >= 15

    def retrain(self, now, offer=None):
        sums, oldest = {}, seconds(now) - 28 * 86400
        for flight_id, features in self.asked.items():
            booking = self.decisions[flight_id]
            label = self.arrival(flight_id)
            if label is None:
                label = self.labels.get(flight_id)
            if label is not None and seconds(booking["scheduled"]) > oldest:
                score = SteadySystem.score(self, booking, features)
                sums.setdefault(booking["origin"], []).append((score, label))
        self.levels = {}
        for origin, pairs in sums.items():
            low, high = -5.0, 5.0
            for _ in range(40):  # halve until forecasts and labels agree in the mean
                middle = (low + high) / 2
                excess = sum(logistic(score + middle) - label for score, label in pairs)
                low, high = (low, middle) if excess + 3 * middle > 0 else (middle, high)
            self.levels[origin] = middle
        return {"accepted": offer is not None and self.wins(offer["scores"])}

    def score(self, flight, features):
        return super().score(flight, features) + dict(self.levels).get(flight["origin"], 0.0)

    def wins(self, scores):
        flights = [flight for flight in self.settled() if flight in scores]
        ours = self.cost_of(flights)
        kept = self.decisions
        self.decisions = {
            flight: {
                **kept[flight],
                "p_late": scores[flight],
                "act": self.should_act(scores[flight]),
            }
            for flight in flights
        }
        theirs, brier = self.cost_of(flights), self.brier(flights)
        self.decisions = kept
        return len(flights) > 0 and theirs < ours and brier < self.brier(flights)

    def cost_of(self, flights):
        acted = [float(self.decisions[flight]["act"]) for flight in flights]
        late = [self.labels[flight] for flight in flights]
        return expected_cost(late, acted, 0.5, self.briefing["costs"]) if flights else 0.0

    def brier(self, flights):
        errors = [(self.decisions[f]["p_late"] - self.labels[f]) ** 2 for f in flights]
        return sum(errors) / max(len(errors), 1)
