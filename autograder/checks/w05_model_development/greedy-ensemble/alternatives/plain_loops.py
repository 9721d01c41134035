def greedy_ensemble(predictions, labels, choose_on, size):
    models = [[float(value) for value in row] for row in predictions]
    ys = [int(y) for y in labels]
    if size < 1:
        raise ValueError("size")
    for row in models:
        for value in row:
            if not 0 <= value <= 1:
                raise ValueError("not a probability")
    inside = [i for i, chooses in enumerate(choose_on) if chooses]
    outside = [i for i, chooses in enumerate(choose_on) if not chooses]
    if not inside or not outside:
        raise ValueError("choose_on")

    def loss_of(team, rows):
        total = 0.0
        for i in rows:
            average = sum(models[k][i] for k in team) / len(team)
            average = min(max(average, 1e-6), 1 - 1e-6)
            total -= math.log(average) if ys[i] == 1 else math.log(1 - average)
        return total / len(rows)

    team = []
    for _ in range(size):
        team.append(min(range(len(models)), key=lambda k: loss_of([*team, k], inside)))
    return {
        "counts": np.array([team.count(k) for k in range(len(models))]),
        "chosen_loss": loss_of(team, inside),
        "held_out_loss": loss_of(team, outside),
    }
