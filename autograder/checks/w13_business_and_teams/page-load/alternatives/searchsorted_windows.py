def page_load(alerts, rota, zone, quiet):
    if quiet < pd.Timedelta(0):
        raise ValueError("quiet is negative")
    if rota.empty:
        raise ValueError("nobody is on the rota")
    table = pd.DataFrame(
        {
            "at": alerts["at"].dt.tz_convert("UTC").to_numpy(),
            "service": alerts["service"].to_numpy(),
        }
    ).sort_values("at")
    pages = []
    for _, group in table.groupby("service"):
        last = None
        for at in group["at"]:
            if last is None or at - last >= quiet:
                pages.append(at)
                last = at
    shifts = sorted(
        zip(rota["start"].dt.tz_convert("UTC"), rota["end"].dt.tz_convert("UTC"), rota["person"])
    )
    starts = [start for start, _, _ in shifts]
    by_person = {person: [] for person in rota["person"]}
    uncovered = 0
    import bisect

    for page in pages:
        place = bisect.bisect_right(starts, page) - 1
        if place >= 0 and page < shifts[place][1]:
            by_person[shifts[place][2]].append(page)
        else:
            uncovered += 1
    index = sorted(by_person)
    rows = []
    for person in index:
        times = pd.DatetimeIndex(sorted(by_person[person]), tz="UTC")
        hours = times.tz_convert(zone).hour
        ends = times.searchsorted(times + pd.Timedelta(days=7), side="left")
        firsts = times.searchsorted(times, side="left")
        rows.append(
            [len(times), int(((hours >= 22) | (hours < 7)).sum()), int((ends - firsts).max(initial=0))]
        )
    return pd.DataFrame(rows, index=index, columns=["pages", "night", "worst_week"]), uncovered
