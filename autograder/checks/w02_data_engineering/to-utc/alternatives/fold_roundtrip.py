def to_utc(year, month, day, hhmm, zone, occurrence=1):
    """Convert by zoneinfo and fold, and refuse what does not survive the way back."""
    from datetime import timezone

    if hhmm < 0 or hhmm > 2400 or hhmm % 100 > 59:
        raise ValueError("hhmm")
    try:
        tz = ZoneInfo(zone)
    except (KeyError, OSError) as error:
        raise ValueError(f"no zone {zone}") from error
    wall = datetime(int(year), int(month), int(day))
    wall += timedelta(hours=int(hhmm) // 100, minutes=int(hhmm) % 100)
    # A fold that is neither 0 nor 1 is a ValueError of its own.
    utc = wall.replace(tzinfo=tz, fold=int(occurrence) - 1).astimezone(timezone.utc)
    if utc.astimezone(tz).replace(tzinfo=None) != wall:
        raise ValueError("skipped")
    return pd.Timestamp(utc.replace(tzinfo=None), tz="UTC")
