def baseline_rates(train, test, keys, prior_strength):
    """Count flights and late flights under every prefix of the keys, then walk down them."""
    keys = list(keys)
    if "late" not in train.columns:
        raise ValueError("train has no labels")
    for key in keys:
        if key == "late" or key not in train.columns or key not in test.columns:
            raise ValueError(f"cannot use the key {key}")
    if not (0 <= prior_strength < math.inf):
        raise ValueError("prior_strength must be finite and not negative")

    def prefixes_of(frame):
        columns = [frame[key].tolist() for key in keys]
        missing = [frame[key].isna().tolist() for key in keys]
        for i in range(len(frame)):
            prefixes = [()]
            for column, gaps in zip(columns, missing):
                if gaps[i]:
                    break
                prefixes.append(prefixes[-1] + (column[i],))
            yield prefixes

    flights = {}
    late_flights = {}
    for label, prefixes in zip(train["late"].tolist(), prefixes_of(train)):
        if pd.isna(label):
            continue
        if label != 0 and label != 1:
            raise ValueError(f"label {label}")
        for prefix in prefixes:
            flights[prefix] = flights.get(prefix, 0) + 1
            late_flights[prefix] = late_flights.get(prefix, 0) + int(label)
    if () not in flights:
        raise ValueError("no flight in train has a label")

    rates = []
    for prefixes in prefixes_of(test):
        rate = late_flights[()] / flights[()]
        for prefix in prefixes[1:]:
            if prefix not in flights:
                break
            rate = (late_flights[prefix] + prior_strength * rate) / (
                flights[prefix] + prior_strength
            )
        rates.append(rate)
    return pd.Series(rates, index=test.index, name="late_rate", dtype="float64")
