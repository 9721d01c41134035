def best_threshold(y_true: ArrayLike, y_prob: ArrayLike, costs: Mapping[str, float]) -> float:
    """Tabulate late and on-time flights by score, accumulate both ways, take the cheapest row."""
    expected_cost(y_true, y_prob, 0.5, costs)
    late = np.asarray(y_true, dtype=float).astype("int64")
    by_score = (
        pd.DataFrame({"score": np.asarray(y_prob, dtype=float), "late": late, "fine": 1 - late})
        .groupby("score")
        .sum()
        .sort_index(ascending=False)
    )
    never = pd.DataFrame({"late": [0], "fine": [0]}, index=[math.inf])
    acted = pd.concat([never, by_score]).cumsum()
    silent = acted.iloc[-1] - acted
    dollars = (
        acted["late"] * float(costs["correct_alarm"])
        + acted["fine"] * float(costs["false_alarm"])
        + silent["late"] * float(costs["miss"])
        + silent["fine"] * float(costs["correct_silence"])
    )
    return dollars.idxmin()  # the first of equals, and the rows go from high to low
