class System(DurableSystem):
    """A group that is late twice as often as the model expects has the level log 2."""

    def learn(self):
        self.model, late, expected = super().learn(), Counter(), Counter()
        for flight in self.settled()[-1000:]:
            booking = self.decisions[flight]
            late[booking["group"]] += self.labels[flight]
            expected[booking["group"]] += logistic(self.score(booking, self.asked[flight]))
        for name in expected:
            self.model[name] = math.log((1.0 + late[name]) / expected[name])
        return self.model

    def score(self, flight, features):
        if self.group(flight) in self.model:
            return super().score(flight, features) + self.model[self.group(flight)]
        return super().score(flight, features)
