def correct_for_sampling(p, keep_rate):
    """To odds and back, one probability at a time."""
    if not 0 < keep_rate <= 1:
        raise ValueError("keep_rate")
    restored = []
    for x in map(float, p):
        if not 0 <= x <= 1:
            raise ValueError("p")
        if x == 1:
            restored.append(1.0)
        else:
            odds = keep_rate * x / (1 - x)
            restored.append(odds / (1 + odds))
    return np.array(restored)
