from collections import defaultdict

from sklearn.tree import DecisionTreeClassifier


class LearningSystem(SteadySystem):
    """A tree in place of a line, once there are labels; feeds are judged with pandas."""

    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.tree = None

    def observe(self, partition, now):
        rows = pd.DataFrame(partition["rows"])
        if len(rows):
            rows["arr_delay"] = rows["arr_delay"].astype(float)
            said = [self.flight(flight_id) for flight_id in rows["flight_id"]]
            rows["said"] = [
                m["delay_minutes"] if m is not None and m["kind"] == "arrived" else None
                for m in said
            ]
            both = rows.dropna(subset=["said", "arr_delay"])
            differs = (both["said"] >= 15) != (both["arr_delay"] >= 15)
            shares = differs.groupby(both["origin"]).mean()
            rows = rows[~rows["origin"].isin(shares[shares > 0.1].index)]
        super().observe({**partition, "rows": rows.to_dict("records")}, now)

    def retrain(self, now, offer=None):
        flights = [flight for flight in self.labels if flight in self.asked]
        if flights:
            rows = np.vstack([self.past, [self.asked[flight] for flight in flights]])
            late = self.past_labels + [self.labels[flight] for flight in flights]
            weights = [1.0] * len(self.past_labels) + [2.0] * len(flights)
            self.tree = DecisionTreeClassifier(
                max_leaf_nodes=40, min_samples_leaf=15, random_state=0
            ).fit(rows, late, weights)
            self.cache = TTLCache(10_000, 30 * 60, lambda: self.clock)
        if offer is None:
            return {"accepted": False}
        tally = defaultdict(float)
        for flight, score in offer["scores"].items():
            if flight not in self.labels or flight not in self.decisions:
                continue
            label, own = self.labels[flight], self.decisions[flight]
            tally["theirs"] += self.price(self.should_act(score), label)
            tally["ours"] += self.price(own["act"], label)
            tally["their brier"] += (score - label) ** 2
            tally["our brier"] += (own["p_late"] - label) ** 2
        better = tally["theirs"] <= 0.97 * tally["ours"]
        better = better and tally["their brier"] < tally["our brier"]
        return {"accepted": bool(tally) and better}

    def price(self, act, label):
        outcome = ("correct_alarm" if label else "false_alarm") if act else ""
        return self.briefing["costs"][outcome or ("miss" if label else "correct_silence")]

    def score(self, flight, features):
        if self.tree is None:
            return super().score(flight, features)
        return logit(self.tree.predict_proba([features])[0, 1])
