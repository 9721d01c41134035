from statistics import fmean


class System(DurableSystem):
    """Near one half, a probability moves by a quarter of what its score does."""

    def learn(self):
        self.model, gaps = super().learn(), {"small": [], "large": []}
        for flight in self.settled()[-1000:]:
            booking = self.decisions[flight]
            p_late = logistic(self.score(booking, self.asked[flight]))
            gaps[booking["group"]].append(self.labels[flight] - p_late)
        levels = {name: 4.0 * fmean(some) for name, some in gaps.items() if some}
        return self.model | levels

    def score(self, flight, features):
        score, mine = super().score(flight, features), self.group(flight)
        return score + sum(level for name, level in self.model.items() if name == mine)
