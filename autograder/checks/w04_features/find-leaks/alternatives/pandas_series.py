def find_leaks(features, labels, event_time, available_at):
    sizes = {len(features), len(labels), len(event_time), len(available_at)}
    if len(sizes) != 1:
        raise ValueError(f"lengths {sizes}")
    label = pd.Series(np.asarray(labels, dtype="float64"))
    when = pd.Series(event_time.array)
    found = {}
    for column in features:
        if column not in available_at:
            raise ValueError(f"when is {column} known?")
        known = pd.Series(available_at[column].array)
        absent = pd.Series(features[column].isna().array)
        late = known.isna() | (known > when)
        if not late.any():
            continue
        minutes = (known - when)[late].dt.total_seconds() / 60
        found[str(column)] = {
            "too_late": int(late.sum()),
            "too_late_and_missing": int((late & absent).sum()),
            "worst_minutes": float("inf") if minutes.isna().any() else float(minutes.max()),
            "label_if_missing": float(label[absent].mean()),
            "label_if_present": float(label[~absent].mean()),
        }
    return found
