import operator


class Ballot:
    """Asks one rule, and says in its own words what is wrong with the answer."""

    def __init__(self, name, rule, n_classes):
        self.name, self.rule, self.n_classes = name, rule, n_classes

    def of(self, flight):
        try:
            answer = self.rule(flight)
        except Exception:
            raise ValueError(f"{self.name} broke down") from None
        if answer is None:
            return -1
        try:
            if isinstance(answer, bool):
                raise TypeError
            answer = operator.index(answer)
        except TypeError:
            raise ValueError(f"{self.name} gave no whole number") from None
        if answer < 0 or answer >= self.n_classes:
            raise ValueError(f"{self.name} gave an unknown class")
        return answer


def apply_rules(rules, flights, n_classes):
    if len(rules) == 0:
        raise ValueError("no rules")
    columns = [flights[name].tolist() for name in flights.columns]
    table = []
    for values in zip(*columns):
        ballots = (Ballot(name, rule, n_classes) for name, rule in rules.items())
        table.append([ballot.of(dict(zip(flights.columns, values))) for ballot in ballots])
    votes = np.array(table, dtype=np.int64).reshape(len(flights), len(rules))
    shares = {name: [0.0, 0.0, 0.0] for name in rules}
    for row in table:
        cast = [vote for vote in row if vote != -1]
        for name, vote in zip(rules, row):
            if vote != -1:
                shares[name][0] += 1 / len(table)
                shares[name][1] += (len(cast) >= 2) / len(table)
                shares[name][2] += (len(set(cast)) >= 2) / len(table)
    summary = pd.DataFrame.from_dict(
        shares, orient="index", columns=["coverage", "overlap", "conflict"]
    )
    return votes, summary
