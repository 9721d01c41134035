from itertools import groupby

HALF_LIVES = (1.5, 4.0, 12.0)  # hours, of what recent flights say
EDGES = {
    "rate": (0.06, 0.1, 0.14, 0.18, 0.22, 0.26, 0.3, 0.35, 0.4),
    "rain": (0.001, 0.03, 0.1, 0.25),
    "fog": (0.5, 4.0, 7.0, 9.0),  # miles of sight that are missing to ten
    "wind": (8.0, 14.0, 20.0, 25.0),
    "distance": (300.0, 600.0, 1000.0, 1500.0, 2500.0),
} | {
    f"mood {hours}": (-0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.17, 0.25, 0.4)
    for hours in HALF_LIVES
}
RISING = {"rain": 0.05, "fog": 0.02, "wind": 0.01} | {f"mood {hours}": 0.03 for hours in HALF_LIVES}


def bins_of(row: Mapping[str, Any], rate: float, small: bool, weather: Any, mood: Any) -> list[str]:
    """The bin that a flight falls into, for each feature: the history's rows and requests alike."""
    rain, sight, wind, _ = weather or (None,) * 4
    missing = sight is None or sight != sight
    values = {
        "rate": rate,
        "rain": rain,
        "fog": None if missing else 10 - sight,
        "wind": wind,
        "distance": row["distance"],
    } | dict(zip([f"mood {hours}" for hours in HALF_LIVES], mood))
    found = [f"carrier={row['carrier']}", f"small={int(small)}"]
    for name, edges in EDGES.items():
        value = values[name]
        place = "?" if value is None or value != value else sum(value >= edge for edge in edges)
        found.append(f"{name}={place}")
    return found


def mood_at(now: int, flown: Any) -> list[float]:
    """By half-life: how many more of the recent flights were late than the table says, as a share."""
    aged = [
        ((now - at) / 3600, late - rate) for at, late, rate in flown if 3600 <= now - at <= 64800
    ]
    found = []
    for hours in HALF_LIVES:
        weights = [0.5 ** (age / hours) for age, _ in aged]
        gap = math.fsum(w * more for w, (_, more) in zip(weights, aged))
        found.append(gap / (math.fsum(weights) + 1.0))
    return found


def pooled(scores: list[float], weights: list[float]) -> list[float]:
    """The rising sequence nearest to the scores."""
    blocks: list[list[float]] = []
    for score, weight in zip(scores, weights):
        blocks.append([score, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            b, a = blocks.pop(), blocks.pop()
            total = a[1] + b[1]
            blocks.append([(a[0] * a[1] + b[0] * b[1]) / total, total, a[2] + b[2]])
    return [score for score, _, size in blocks for _ in range(int(size))]


def additive(
    rows: list[list[str]], labels: list[int], weights: Any, rounds: int = 40
) -> dict[str, Any]:
    """An additive model of bins, by steps of Newton on one feature after the other."""
    y, weight = np.array(labels, dtype=float), np.asarray(weights, dtype=float)
    if not len(y):
        return {"bias": logit(0.22), "bins": {}}
    share = float((weight * y).sum() / weight.sum())
    bias = logit(share)
    score = np.full(len(y), bias)
    columns = []
    for place in range(len(rows[0])):
        names, codes = np.unique([row[place] for row in rows], return_inverse=True)
        columns.append((list(map(str, names)), codes, np.zeros(len(names))))
    for _ in range(rounds):
        for names, codes, values in columns:
            p = 1 / (1 + np.exp(-score))
            pull = np.bincount(codes, weight * (y - p), len(names)) - 2.0 * values
            firm = np.bincount(codes, weight * p * (1 - p), len(names)) + 8.0
            step = 0.4 * pull / firm
            values += step
            score += step[codes]
    bins = {}
    for names, codes, values in columns:
        name = names[0].split("=")[0]
        found = dict(zip(names, map(float, values)))
        if name in RISING:
            # Every bin gets a value, so that the model rises also where the history is empty.
            size = dict(zip(names, np.bincount(codes, weight, len(names)).tolist()))
            keys = [f"{name}={place}" for place in range(len(EDGES[name]) + 1)]
            last, raw = 0.0, []
            for key in keys:
                last = found.get(key, last)
                raw.append(last)
            level = pooled(raw, [size.get(key, 0.0) + 0.01 for key in keys])
            found |= {
                key: v + RISING[name] * place for place, (key, v) in enumerate(zip(keys, level))
            }
        bins |= found
    score = np.array([sum(bins[name] for name in row) for row in rows])
    low, high = -15.0, 15.0
    for _ in range(50):
        bias = (low + high) / 2
        p = 1 / (1 + np.exp(-(score + bias)))
        low, high = (low, bias) if (weight * (p - y)).sum() > 0 else (bias, high)
    return {"bias": bias, "bins": bins}


class ForecastSystem(CleanSystem):
    """An additive model of the schedule, the weather and the moods of the day."""

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        super().__init__(briefing, journal)
        self.readings: dict[str, dict[tuple[str, str], list[Any]]] = {}
        self.frozen: dict[str, set[tuple[str, str]]] = {}
        self.mood: tuple[str, list[float]] = ("", [])
        rows = briefing["history"].to_dict("records")
        for row in rows:
            row["at"] = seconds(row["scheduled"])
            row["rate"] = self.rate(row["origin"], row["hour"])
        rows.sort(key=lambda row: (row["at"], row["flight_id"]))
        self.old_bins, self.old_at = [], [row["at"] for row in rows]
        self.old_labels = [int(row["late"]) for row in rows]
        moods: dict[int, list[float]] = {}
        at = np.array(self.old_at)
        for row in rows:
            now = ((row["at"] - 7200) // 3600 + 1) * 3600
            if now not in moods:
                near = rows[int(np.searchsorted(at, now - 64800)) : int(np.searchsorted(at, now))]
                moods[now] = mood_at(now, [(r["at"], r["late"], r["rate"]) for r in near])
            small = row["dest"] in self.small
            self.old_bins.append(bins_of(row, row["rate"], small, reading_of(row), moods[now]))
        self.first_model = additive(self.old_bins, self.old_labels, np.ones(len(rows)))

    # --- weather

    def take_messages(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        super().take_messages(messages, now)
        self.mood = ("", [])
        for origin in sorted({m["origin"] for m in messages if m["kind"] == "weather"}):
            self.look_for_frozen(origin)

    def take_new(self, message: Mapping[str, Any], now: str) -> None:
        super().take_new(message, now)
        if message["kind"] == "weather":
            key = "|".join((message["origin"], message["event_time"], message["message_id"]))
            self.put("weather", key, list(reading_of(message)))
            self.know_reading(key)

    def know_reading(self, key: str) -> None:
        origin, when, name = key.split("|", 2)
        self.readings.setdefault(origin, {})[when, name] = self.state["weather"][key]

    def look_for_frozen(self, origin: str) -> None:
        frozen = set()
        for _, run in groupby(
            sorted(self.readings[origin].items(), key=lambda r: r[0]), lambda r: r[1]
        ):
            keys = [key for key, _ in run]
            if len(keys) >= 6:
                frozen.update(keys)
        self.frozen[origin] = frozen

    def weather_of(self, request: Mapping[str, Any]) -> list[Any] | None:
        hour = seconds(request["scheduled"]) // 3600 * 3600 - 3 * 3600
        when = datetime.fromtimestamp(hour, ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:00:00Z")
        readings = self.readings.get(request["origin"], {})
        frozen = self.frozen.get(request["origin"], set())
        # Hours are few: the newest keys lie at the end of the dict, but late ones lie anywhere.
        name = self.names_of_hours(request["origin"]).get(when)
        if name is None or (when, name) in frozen:
            return None
        return readings[when, name]

    def names_of_hours(self, origin: str) -> dict[str, str]:
        """The id of the reading of each hour, and of two the greater."""
        readings = self.readings.get(origin, {})
        known = self.__dict__.setdefault("hours", {})
        if known.get(origin, (-1,))[0] != len(readings):
            known[origin] = (len(readings), dict(sorted(readings)))
        return known[origin][1]

    # --- forecasts

    def mood_now(self, now: str) -> list[float]:
        if self.mood[0] != now:
            flown = []
            for flight_id, (at, rate) in self.state["plans"].items():
                known = self.state["flights"].get(flight_id)
                if (
                    known
                    and known["kind"] in ("departed", "arrived")
                    and known["delay_minutes"] is not None
                ):
                    flown.append((at, int(known["delay_minutes"] >= 15), rate))
            self.mood = (now, mood_at(seconds(now), flown))
        return self.mood[1]

    def bins(self, request: Mapping[str, Any], now: str) -> list[str]:
        rate = self.rate(request["origin"], request["hour"])
        small = request["dest"] in self.small
        return bins_of(request, rate, small, self.weather_of(request), self.mood_now(now))

    def model(self) -> dict[str, Any]:
        return self.state["model"].get("model", self.first_model)

    def score(self, bins: Sequence[str]) -> float:
        values = self.model()["bins"]
        return self.model()["bias"] + sum(values.get(name, 0.0) for name in bins)

    def forecast(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        return logistic(self.score(self.bins(request, now))), "model"

    def also(self, request: Mapping[str, Any], now: str) -> dict[str, Any]:
        return super().also(request, now) | {
            "bins": self.bins(request, now),
            "at": seconds(request["scheduled"]),
        }

    def remember(self, requests: Sequence[Any], answers: Sequence[Any], now: str) -> None:
        super().remember(requests, answers, now)
        for request in requests:
            plan = [seconds(request["scheduled"]), self.rate(request["origin"], request["hour"])]
            if self.state["plans"].get(request["flight_id"]) != plan:
                self.put("plans", request["flight_id"], plan)
        for flight_id, (at, _) in list(self.state["plans"].items()):
            if seconds(now) - at > 64800:
                self.drop("plans", flight_id)
