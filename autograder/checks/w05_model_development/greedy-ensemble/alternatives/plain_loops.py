def greedy_ensemble(predictions, labels, choose_on, size):
    models = [list(map(float, row)) for row in np.asarray(predictions).tolist()]
    ys = np.asarray(labels).tolist()
    flags = [bool(flag) for flag in list(choose_on)]
    if size < 1:
        raise ValueError("size")
    for row in models:
        for value in row:
            if math.isnan(value) or value < 0 or value > 1:
                raise ValueError("not a probability")
    inside = [i for i in range(len(ys)) if flags[i]]
    outside = [i for i in range(len(ys)) if not flags[i]]
    if not inside or not outside:
        raise ValueError("choose_on")

    def loss_of(team, rows):
        total = 0.0
        for i in rows:
            average = sum(models[k][i] for k in team) / len(team)
            average = min(max(average, 1e-6), 1 - 1e-6)
            total += -math.log(average) if ys[i] == 1 else -math.log(1 - average)
        return total / len(rows)

    team = []
    for _ in range(size):
        best, smallest = None, math.inf
        for k in range(len(models)):
            loss = loss_of(sorted([*team, k]), inside)
            if loss < smallest:
                best, smallest = k, loss
        team.append(best)
    counts = np.array([team.count(k) for k in range(len(models))])
    return {
        "counts": counts,
        "chosen_loss": loss_of(team, inside),
        "held_out_loss": loss_of(team, outside),
    }
