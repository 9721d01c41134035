def to_utc(
    year: int, month: int, day: int, hhmm: int, zone: str, occurrence: int = 1
) -> pd.Timestamp:
    if occurrence not in (1, 2):
        raise ValueError("occurrence is 1 or 2")
    if hhmm < 0 or hhmm > 2400 or hhmm % 100 > 59:
        raise ValueError(f"{hhmm} is not a time")
    clock = pd.Timestamp(year=int(year), month=int(month), day=int(day))
    clock += pd.Timedelta(minutes=int(hhmm) // 100 * 60 + int(hhmm) % 100)
    try:
        local = clock.tz_localize(zone, ambiguous=occurrence == 1, nonexistent="raise")
    except Exception as problem:
        raise ValueError(f"{clock} in {zone}: {problem}")
    return local.tz_convert("UTC")
