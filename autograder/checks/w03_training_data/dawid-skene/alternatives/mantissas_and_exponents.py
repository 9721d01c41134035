import math


# No logarithms: a product is kept as a mantissa and a power of two, so it cannot underflow.
def dawid_skene(votes, n_classes, n_iter, smoothing=0.01):
    if np.ndim(votes) != 2 or np.size(votes) == 0:
        raise ValueError("votes is a table")
    if n_classes < 2 or n_iter < 1 or not 0 < smoothing < math.inf:
        raise ValueError("settings")
    rows = np.asarray(votes).tolist()
    classes = range(n_classes)
    if any(vote != -1 and vote not in classes for row in rows for vote in row):
        raise ValueError("unknown class")
    ballots = [[(j, vote) for j, vote in enumerate(row) if vote != -1] for row in rows]
    belief = []
    for ballot in ballots:
        cast = [vote for _, vote in ballot]
        belief.append([cast.count(t) / len(cast) if cast else 1 / n_classes for t in classes])
    for _ in range(n_iter):
        prior = [smoothing + math.fsum(item[t] for item in belief) for t in classes]
        prior = [share / sum(prior) for share in prior]
        confusion = [[[smoothing] * n_classes for _ in classes] for _ in range(np.shape(votes)[1])]
        for ballot, item in zip(ballots, belief):
            for j, vote in ballot:
                for t in classes:
                    confusion[j][t][vote] += item[t]
        confusion = [[[x / sum(line) for x in line] for line in matrix] for matrix in confusion]
        belief = []
        for ballot in ballots:
            products = []
            for t in classes:
                mantissa, exponent = math.frexp(prior[t])
                for j, vote in ballot:
                    mantissa, more = math.frexp(mantissa * confusion[j][t][vote])
                    exponent += more
                products.append((mantissa, exponent))
            largest = max(exponent for _, exponent in products)
            scaled = [mantissa * 2.0 ** (exponent - largest) for mantissa, exponent in products]
            belief.append([x / sum(scaled) for x in scaled])
    return {
        "posterior": np.array(belief),
        "confusion": np.array(confusion),
        "prior": np.array(prior),
    }
