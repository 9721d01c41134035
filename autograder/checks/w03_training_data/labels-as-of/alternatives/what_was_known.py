# Forget the arrivals not yet reported; then the delay, or the wait so far, meets its limit or not.
def labels_as_of(flights, now, window):
    names = ["scheduled_arrival", "arrived_at", "reported_at"]
    try:
        due, arrived, reported = (flights[name].dt.tz_convert("Asia/Tokyo") for name in names)
    except (KeyError, TypeError) as problem:
        raise ValueError(f"a column is missing or has no zone: {problem}") from problem
    if now.utcoffset() is None or window < pd.Timedelta(minutes=15):
        raise ValueError("now needs a zone, and the window a quarter of an hour")
    arrived = arrived.where(reported <= now)
    late = arrived - due >= pd.Timedelta(minutes=15)
    overdue = arrived.isna() & (now - due >= window)
    label = (late | overdue).astype("float64").where(arrived.notna() | overdue)
    return label.rename("late")
