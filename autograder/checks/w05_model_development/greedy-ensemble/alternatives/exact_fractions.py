def greedy_ensemble(predictions, labels, choose_on, size):
    from fractions import Fraction

    if size < 1:
        raise ValueError("size")
    models = [[float(value) for value in row] for row in predictions]
    for row in models:
        for value in row:
            if not 0.0 <= value <= 1.0:
                raise ValueError("prediction")
    choose = [bool(flag) for flag in choose_on]
    inside = [i for i, flag in enumerate(choose) if flag]
    outside = [i for i, flag in enumerate(choose) if not flag]
    if not inside or not outside:
        raise ValueError("choose_on")
    ones = [label == 1 for label in labels]

    def loss(sums, rows):
        terms = []
        for i in rows:
            q = min(max(float(sums[i]), 1e-6), 1 - 1e-6)
            terms.append(-math.log(q) if ones[i] else -math.log(1 - q))
        return math.fsum(terms) / len(terms)

    # Fractions are exact, so averages that are equal have equal losses.
    team = []

    def average(chosen):
        return [Fraction(sum(models[j][i] for j in chosen)) / len(chosen) for i in range(len(ones))]

    for _ in range(int(size)):
        tried = [(loss(average([*team, j]), inside), j) for j in range(len(models))]
        team.append(min(tried)[1])
    return {
        "counts": np.array([team.count(j) for j in range(len(models))]),
        "chosen_loss": loss(average(team), inside),
        "held_out_loss": loss(average(team), outside),
    }
