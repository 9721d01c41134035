class System(DurableSystem):
    """Each group has a level of its own, found as those of the airports are."""

    def learn(self):
        model = super().learn()
        members = {"small": [], "large": []}
        for flight in self.asked:
            if flight in self.labels:
                members[self.group(self.decisions[flight])].append(flight)
        model["groups"] = {
            name: self.rest(model, flights[-1500:]) for name, flights in members.items() if flights
        }
        return model

    def rest(self, model, flights):
        scores, late = [], []
        for flight in flights:
            level = model["levels"].get(self.decisions[flight]["origin"], 0.0)
            scores.append(model["bias"] + np.dot(model["weights"], self.asked[flight]) + level)
            late.append(self.labels[flight])
        scores, late, shift = np.array(scores), np.array(late), 0.0
        for _ in range(6):
            p = 1 / (1 + np.exp(-scores - shift))
            shift += (np.sum(late - p) - 8 * shift) / (np.sum(p * (1 - p)) + 8)
        return float(shift)

    def score(self, flight, features):
        return super().score(flight, features) + self.model.get("groups", {}).get(
            self.group(flight), 0.0
        )
