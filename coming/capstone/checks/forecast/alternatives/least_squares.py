class ForecastSystem(CleanSystem):
    """Least squares: by how much rain, sight and wind raise the table's rate."""

    def __init__(self, briefing, journal=()):
        super().__init__(briefing, journal)
        self.weather = defaultdict(dict)  # by origin: readings by hour
        self.left = defaultdict(list)  # by date: delays and rates of what has departed
        flown = briefing["history"].dropna().to_dict("records")
        more = [flight["late"] - self.rate(flight) for flight in flown]
        self.adds = np.linalg.lstsq([self.row(reading_of(flight)) for flight in flown], more)[0]

    def rate(self, flight):
        return self.briefing["table"][f"{flight['origin']} {flight['hour']:02d}"]

    def row(self, reading):
        rain, sight, wind, _ = reading
        return [1.0, rain, sight, wind]

    def ingest(self, messages, now):
        super().ingest(messages, now)
        for message in messages:
            if message["kind"] == "weather":
                self.weather[message["origin"]][message["event_time"]] = reading_of(message)

    def take(self, messages, now):
        super().take(messages, now)
        for message in messages:
            booking = self.decisions.get(message["flight_id"])
            if message["kind"] == "departed" and booking is not None:
                self.left[date_of(now)].append((message["delay_minutes"], self.rate(booking)))

    def is_frozen(self, origin, hour):
        for _, run in groupby(sorted(self.weather[origin].items()), lambda pair: pair[1]):
            hours = [one for one, _ in run]
            if hour in hours:
                return len(hours) >= 6
        return True  # nothing came, which is as good

    def predict(self, requests, now):
        left = pd.DataFrame(self.left[date_of(now)], columns=["arr_delay", "rate"])
        self.gap = math.log1p(late_labels(left, 20.0).sum()) - math.log1p(left["rate"].sum())
        return super().predict(requests, now)

    def forecast(self, request, now):
        origin, p_late = request["origin"], self.rate(request)
        then = datetime.fromisoformat(request["scheduled"]) - timedelta(hours=3)
        hour = then.strftime("%Y-%m-%dT%H:00:00Z")
        if not self.is_frozen(origin, hour) and None not in self.weather[origin][hour]:
            p_late += float(self.adds @ self.row(self.weather[origin][hour]))
        return logistic(logit(p_late) + self.gap), "model"
