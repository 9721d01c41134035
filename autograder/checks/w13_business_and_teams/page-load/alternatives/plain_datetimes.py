from datetime import timedelta
from zoneinfo import ZoneInfo


def page_load(alerts, rota, zone, quiet):
    if quiet < pd.Timedelta(0):
        raise ValueError("quiet")
    shifts = list(zip(rota["start"], rota["end"], rota["person"]))
    if not shifts:
        raise ValueError("rota")
    counted = {person: [] for person in sorted({person for _, _, person in shifts})}
    nobody = 0
    ring = {}
    order = sorted(range(len(alerts)), key=lambda i: alerts["at"].iloc[i])
    for i in order:
        at, service = alerts["at"].iloc[i], alerts["service"].iloc[i]
        previous = ring.get(service)
        if previous is None or at - previous >= quiet:
            ring[service] = at
            for start, end, person in shifts:
                if start <= at < end:
                    counted[person].append(at.to_pydatetime())
                    break
            else:
                nobody += 1
    result = {"pages": [], "night": [], "worst_week": []}
    for times in counted.values():
        result["pages"].append(len(times))
        clocks = [t.astimezone(ZoneInfo(zone)).hour for t in times]
        result["night"].append(len([h for h in clocks if not 7 <= h < 22]))
        worst = 0
        for i, first in enumerate(times):
            worst = max(worst, sum(t - first < timedelta(days=7) for t in times[i:]))
        result["worst_week"].append(worst)
    return pd.DataFrame(result, index=list(counted)), nobody
