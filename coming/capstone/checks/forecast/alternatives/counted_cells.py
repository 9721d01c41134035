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
        """Whether it rains, as far as is known."""
        return reading[0] is not None and reading[0] > 0

    def ingest(self, messages, now):
        super().ingest(messages, now)
        for message in messages:
            if message["kind"] == "weather":
                self.log[message["origin"]][message["event_time"]] = reading_of(message)

    def rains(self, origin, hour):
        """What the reading of an hour says, if it is not one of six that are the same."""
        for _, run in groupby(sorted(self.log[origin].items()), lambda pair: pair[1]):
            readings = dict(run)
            if hour in readings:
                return None if len(readings) >= 6 else self.sky(readings[hour])
        return None

    def predict(self, requests, now):
        today = self.due[date_of(now)]
        said = {flight: self.flight(flight) or {} for flight in today}
        gone = [
            flight for flight, newest in said.items() if newest.get("delay_minutes") is not None
        ]
        late = sum(said[flight]["delay_minutes"] >= 20 for flight in gone)
        usual = sum(today[flight] for flight in gone)
        self.ratio = math.exp(math.log1p(late) - math.log1p(usual))
        today |= {request["flight_id"]: self.rate(request) for request in requests}
        return super().predict(requests, now)

    def forecast(self, request, now):
        then = datetime.fromisoformat(request["scheduled"]) - timedelta(hours=3)
        sky = self.rains(request["origin"], then.strftime("%Y-%m-%dT%H:00:00Z"))
        p_late = self.rate(request) * self.factors.get(sky, 1.0) * self.ratio
        return min(p_late, 1.0), "model"
