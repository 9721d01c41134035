class ForecastSystem(CleanSystem):
    """No model: late rates by class of weather, counted, times what the day's flights have done."""

    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.log = defaultdict(dict)  # by origin: readings by hour
        self.due = defaultdict(dict)  # by date: flights that were asked about, and their rates
        late, usual = Counter(), Counter()
        for row in briefing["history"].to_dict("records"):
            late[self.sky(reading_of(row))] += row["late"]
            usual[self.sky(reading_of(row))] += self.rate(row)
        self.factors = {sky: late[sky] / usual[sky] for sky in usual}

    def rate(self, flight):
        return self.briefing["table"][f"{flight['origin']} {flight['hour']:02d}"]

    def sky(self, reading):
        """Whether it rains; None if that is not known."""
        rain = reading[0]
        return None if rain is None or rain != rain else rain > 0

    def ingest(self, messages, now):
        super().ingest(messages, now)
        for message in messages:
            if message["kind"] == "weather":
                self.log[message["origin"]][message["event_time"]] = reading_of(message)

    def rains(self, origin, hour):
        """What the reading of an hour says, if it is not one of six that are the same."""
        run = []
        for when, values in sorted(self.log[origin].items())[-40:]:
            if not run or run[-1][1] != values:
                if hour in dict(run):
                    break
                run = []
            run.append((when, values))
        frozen = len(run) >= 6
        return None if frozen or hour not in dict(run) else self.sky(dict(run)[hour])

    def predict(self, requests, now):
        today = self.due[date_of(now)]
        said = {flight: self.flight(flight) or {"kind": None} for flight in today}
        gone = [
            flight
            for flight, newest in said.items()
            if newest["kind"] in ("departed", "arrived") and newest["delay_minutes"] is not None
        ]
        late = sum(said[flight]["delay_minutes"] >= 20 for flight in gone)
        self.ratio = (1.0 + late) / (1.0 + sum(today[flight] for flight in gone))
        today |= {request["flight_id"]: self.rate(request) for request in requests}
        return super().predict(requests, now)

    def forecast(self, request, now):
        then = datetime.fromisoformat(request["scheduled"]) - timedelta(hours=3)
        sky = self.rains(request["origin"], then.strftime("%Y-%m-%dT%H:00:00Z"))
        p_late = self.rate(request) * self.factors.get(sky, 1.0) * self.ratio
        return min(p_late, 1.0), "model"
