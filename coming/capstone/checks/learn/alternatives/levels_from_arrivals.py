class LearningSystem(SteadySystem):
    """Each airport's level follows all that is known of its flights.

    Where a flight's row has not come, or is not to be trusted, its own arrival counts.
    """

    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.levels = defaultdict(float)

    def observe(self, partition, now):
        wrong = defaultdict(list)
        for row in partition["rows"]:
            own = self.arrival(row["flight_id"])
            if own is not None and row["arr_delay"] is not None:
                wrong[row["origin"]].append(own != (row["arr_delay"] >= 15))
        bad = {origin for origin, found in wrong.items() if sum(found) * 10 > len(found)}
        rows = [row for row in partition["rows"] if row["origin"] not in bad]
        super().observe(dict(partition, rows=rows), now)

    def arrival(self, flight_id):
        """Whether its newest message says that it arrived late; None where it does not say."""
        message = self.flight(flight_id)
        if message is None or message["kind"] != "arrived" or message["delay_minutes"] is None:
            return None
        return message["delay_minutes"] >= 15

    def retrain(self, now, offer=None):
        late, p_late = defaultdict(list), defaultdict(list)
        for flight, features in self.asked.items():
            booking = self.decisions[flight]
            label = self.labels.get(flight, self.arrival(flight))
            if label is not None:
                late[booking["origin"]].append(label)
                p_late[booking["origin"]].append(logistic(super().score(booking, features)))
        for origin in late:
            self.levels[origin] = math.log((1.0 + sum(late[origin])) / sum(p_late[origin]))
        return {"accepted": offer is not None and self.wins(offer["scores"])}

    def score(self, flight, features):
        return super().score(flight, features) + self.levels[flight["origin"]]

    def wins(self, scores):
        flights = [flight for flight in self.settled() if flight in scores]
        ours, kept = self.cost_of(flights), self.decisions
        self.decisions = {flight: {"act": self.should_act(scores[flight])} for flight in flights}
        theirs, self.decisions = self.cost_of(flights), kept
        return theirs < ours

    def cost_of(self, flights):
        costs, acts = self.briefing["costs"], {f: float(self.decisions[f]["act"]) for f in flights}
        return sum(expected_cost([self.labels[f]], [acts[f]], 1.0, costs) for f in flights)
