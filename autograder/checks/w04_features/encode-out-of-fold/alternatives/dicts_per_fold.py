def encode_out_of_fold(keys, labels, folds, prior_strength):
    keys = [key if isinstance(key, str) else None for key in keys]
    if len({len(keys), len(labels), len(folds)}) != 1:
        raise ValueError("keys, labels and folds must have the same length")
    if math.isnan(prior_strength) or prior_strength < 0:
        raise ValueError("prior_strength must be zero or positive")
    tables = {}
    for fold in np.unique(folds):
        counts, sums = {}, {}
        for key, label, other in zip(keys, labels, folds):
            if other != fold and not math.isnan(label):
                counts[key] = counts.get(key, 0) + 1
                sums[key] = sums.get(key, 0.0) + float(label)
        if not counts:
            raise ValueError(f"fold {fold} has no teacher")
        tables[fold] = counts, sums, sum(sums.values()) / sum(counts.values())
    encoded = []
    for key, fold in zip(keys, folds):
        counts, sums, prior = tables[fold]
        if key in counts:
            encoded.append((sums[key] + prior_strength * prior) / (counts[key] + prior_strength))
        else:
            encoded.append(prior)
    return np.array(encoded)
