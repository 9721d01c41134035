import math


def private_count(persons, per_person, epsilon, rng):
    if per_person < 1:
        raise ValueError("per_person")
    if math.isnan(epsilon) or math.isinf(epsilon) or epsilon <= 0:
        raise ValueError("epsilon")
    seen = {}
    count = 0
    for person in persons:
        seen[person] = seen.get(person, 0) + 1
        if seen[person] <= per_person:
            count += 1
    return count + per_person / epsilon * rng.laplace()


class PrivacyBudget:
    def __init__(self, epsilon, delta=0.0):
        if math.isnan(epsilon) or math.isinf(epsilon) or epsilon <= 0:
            raise ValueError("epsilon")
        if math.isnan(delta) or delta < 0 or delta >= 1:
            raise ValueError("delta")
        self.epsilon, self.delta = epsilon, delta
        self.releases = []

    def spend(self, epsilon, delta=0.0):
        if math.isnan(epsilon) or math.isnan(delta) or epsilon < 0 or delta < 0:
            raise ValueError("not a loss")
        releases = [*self.releases, (epsilon, delta)]
        if sum(e for e, _ in releases) > self.epsilon * 1.000000001:
            raise ValueError("epsilon is spent")
        if sum(d for _, d in releases) > self.delta * 1.000000001:
            raise ValueError("delta is spent")
        self.releases = releases

    def left(self):
        epsilon = self.epsilon - sum(e for e, _ in self.releases)
        delta = self.delta - sum(d for _, d in self.releases)
        return max(epsilon, 0.0), max(delta, 0.0)


def advanced(k, epsilon, delta, slack):
    if not (slack > 0 and slack < 1):
        raise ValueError("slack")
    grows = math.sqrt(2 * k * math.log(1 / slack)) * epsilon
    drift = k * epsilon * (math.exp(epsilon) - 1)
    return grows + drift, k * delta + slack
