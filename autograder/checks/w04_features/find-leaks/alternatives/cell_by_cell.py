def find_leaks(features, labels, event_time, available_at):
    labels = [float(label) for label in labels]
    n = len(features)
    if len(labels) != n or len(event_time) != n or len(available_at) != n:
        raise ValueError("need as many rows in each argument")
    without = [name for name in features.columns if name not in available_at.columns]
    if without:
        raise ValueError(f"no availability: {without}")

    def average(some):
        some = [label for label in some if label == label]
        return sum(some) / len(some) if some else math.nan

    report = {}
    for name in features.columns:
        late, late_missing, worst, gaps, filled = 0, 0, 0.0, [], []
        for cell, known, needed, label in zip(
            features[name], available_at[name], event_time, labels
        ):
            gap = bool(pd.isna(cell))
            (gaps if gap else filled).append(label)
            if pd.isna(known):
                minutes = math.inf
            else:
                minutes = (known - needed).total_seconds() / 60
            if minutes > 0:
                late += 1
                late_missing += gap
                worst = max(worst, minutes)
        if late:
            report[name] = {
                "too_late": late,
                "too_late_and_missing": late_missing,
                "worst_minutes": worst,
                "label_if_missing": average(gaps),
                "label_if_present": average(filled),
            }
    return report
