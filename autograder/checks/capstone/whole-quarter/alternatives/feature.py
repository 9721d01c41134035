class System(DurableSystem):
    """Whether the destination is small is one more feature, so that the model has a level for it."""

    def features(self, flight, reading):
        return [*super().features(flight, reading), 1.0 if self.group(flight) == "small" else 0.0]

    def learn(self):
        model = super().learn()
        # What the history says of it is soon old: the last weeks say by how much it is off.
        for name in ("small", "large"):
            late, given = [], []
            for flight in list(self.asked)[-2000:]:
                if flight in self.labels and self.group(self.decisions[flight]) == name:
                    late.append(self.labels[flight])
                    level = model["levels"][self.decisions[flight]["origin"]]
                    given.append(
                        model["bias"] + np.dot(model["weights"], self.asked[flight]) + level
                    )
            if late:
                p = (sum(late) + 5 * 0.25) / (len(late) + 5)
                q = float(np.mean(1 / (1 + np.exp(-np.array(given)))))
                model["small " + name] = (logit(p) - logit(q)) / 2
        return model

    def score(self, flight, features):
        return super().score(flight, features) + self.model.get("small " + self.group(flight), 0.0)
