SHIFTS = {"unknown": 0.0, "clear": 0.0, "windy": 0.1, "poor": 0.3, "storm": 0.8}


def class_of(weather: Sequence[Any] | None) -> str:
    """A class of the weather; what is missing in a reading counts as fair."""

    def known(value: Any, default: float) -> float:
        return default if value is None or value != value else value

    if weather is None or all(value is None or value != value for value in weather[:3]):
        return "unknown"
    rain, sight, wind = known(weather[0], 0.0), known(weather[1], 10.0), known(weather[2], 8.0)
    if rain >= 0.1 or sight < 2 or wind >= 26:
        return "storm"
    if rain > 0 or sight < 6:
        return "poor"
    return "windy" if wind >= 17 else "clear"


class ForecastSystem(CleanSystem):
    """A table by origin, hour and class of weather, moved by what the last flights did."""

    GAIN, PRIOR, HALF = (
        1.15,
        2.0,
        5.0,
    )  # of the level: its weight, flights of prior, hours of half-life
    FIRM = 40.0  # flights that the prior of a cell counts for

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        super().__init__(briefing, journal)
        self.log: dict[str, list[tuple[Any, ...]]] = {}  # by origin: the readings, sorted
        self.still: dict[str, set[str]] = {}  # by origin: the hours of frozen ones
        self.air: dict[tuple[str, str], list[Any]] = {}
        self.plan: dict[str, tuple[int, float]] = {}
        self.moved: tuple[Any, float] = (None, 0.0)
        self.cells: dict[tuple[str, int, str], list[float]] = {}
        for row in briefing["history"].to_dict("records"):
            self.add((row["origin"], int(row["hour"]), class_of(reading_of(row))), int(row["late"]))
        self.rates: dict[tuple[str, int, str], float] = {}

    def add(self, cell: tuple[str, int, str], late: int) -> None:
        count = self.cells.setdefault(cell, [0.0, 0.0])
        count[0] += late
        count[1] += 1

    def cell_rate(self, cell: tuple[str, int, str]) -> float:
        """The rate of a cell, drawn to the table's rate, moved by the class of weather."""
        if cell not in self.rates:
            origin, hour, kind = cell
            prior = logistic(logit(self.rate(origin, hour)) + SHIFTS[kind])
            late, flights = self.cells.get(cell, (0.0, 0.0))
            found = (late + self.FIRM * prior) / (flights + self.FIRM)
            # Worse weather is never better: few flights in a cell may say so.
            if kind not in ("clear", "unknown"):
                fair = logit(self.cell_rate((origin, hour, "clear")))
                found = logistic(max(logit(found), fair + SHIFTS[kind] / 2))
            self.rates[cell] = found
        return self.rates[cell]

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        super().ingest(messages, now)
        self.moved = (None, 0.0)

    def take_weather(self, message: Mapping[str, Any], now: str) -> None:
        origin = message["origin"]
        log = self.log.setdefault(origin, [])
        log.append((message["event_time"], message["message_id"], *reading_of(message)))
        if len(log) > 1 and log[-1][:2] < log[-2][:2]:
            log.sort(key=lambda entry: entry[:2])
        # Count how often the values have stood in a row; six are a frozen feed.
        still, run = set(), []
        for entry in log[-400:]:
            run = [*run, entry[0]] if run and entry[2:] == last else [entry[0]]
            last = entry[2:]
            if len(run) == 6:
                still.update(run)
            elif len(run) > 6:
                still.add(run[-1])
        first = log[-400:][0][0]
        self.still[origin] = {hour for hour in self.still.get(origin, ()) if hour < first} | still
        self.air = {
            key: value for key, value in self.air.items() if key[0] != origin or key[1] >= first
        }
        for entry in log[-400:]:
            self.air[origin, entry[0]] = list(entry[2:])

    def cell(self, request: Mapping[str, Any]) -> tuple[str, int, str]:
        hour = seconds(request["scheduled"]) // 3600 * 3600 - 10800
        when = datetime.fromtimestamp(hour, ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:00:00Z")
        frozen = when in self.still.get(request["origin"], ())
        weather = None if frozen else self.air.get((request["origin"], when))
        return request["origin"], int(request["hour"]), class_of(weather)

    def level(self, now: str) -> float:
        """How much more was late than the table says, among the flights that should have left."""
        if self.moved[0] != now:
            late, expected = [self.PRIOR], [self.PRIOR]
            for flight_id, (at, rate) in self.plan.items():
                known = self.newest.get(flight_id)
                age = (seconds(now) - at) / 3600
                if (
                    known is None
                    or known["kind"] not in ("departed", "arrived")
                    or not 1 <= age <= 18
                ):
                    continue
                if known["delay_minutes"] is not None:
                    weight = 0.5 ** (age / self.HALF)
                    late.append(weight * (known["delay_minutes"] >= 15))
                    expected.append(weight * rate)
            self.moved = now, math.log(math.fsum(late) / math.fsum(expected))
        return self.moved[1]

    def shift(self, request: Mapping[str, Any], now: str) -> float:
        return self.GAIN * self.level(now)

    def look_up(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        return logistic(
            logit(self.cell_rate(self.cell(request))) + self.shift(request, now)
        ), "model"

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        answers = super().predict(requests, now)
        for request in requests:
            rate = self.rate(request["origin"], request["hour"])
            self.plan[request["flight_id"]] = (seconds(request["scheduled"]), rate)
        self.plan = {f: p for f, p in self.plan.items() if seconds(now) - p[0] <= 18 * 3600}
        return answers

    def kept(
        self, request: Mapping[str, Any], answer: Mapping[str, Any], now: str
    ) -> dict[str, Any]:
        kept = super().kept(request, answer, now)
        at = seconds(request["scheduled"])
        return kept | {"at": at, "cell": self.cell(request), "level": self.GAIN * self.level(now)}
