class NaiveSystem:
    def __init__(self, briefing, journal=()):
        self.briefing = briefing
        self.journal = []
        self.received = []
        self.rows = []
        self.delays = {}
        rates = briefing["history"].groupby(["origin", "hour"])["late"].mean().to_dict()
        named = {f"{origin} {hour:02d}": rate for (origin, hour), rate in rates.items()}
        self.rates = briefing["table"] | named

    def ingest(self, messages, now):
        self.received.append(len(messages))

    def predict(self, requests, now):
        costs = self.briefing["costs"]
        answers = []
        for request in requests:
            late = self.rates[f"{request['origin']} {request['hour']:02d}"]
            silent = late * costs["miss"] + (1 - late) * costs["correct_silence"]
            acting = late * costs["correct_alarm"] + (1 - late) * costs["false_alarm"]
            act = bool(np.argmin([silent, acting]))
            flight = request["flight_id"]
            answers.append({"flight_id": flight, "p_late": late, "act": act, "source": "model"})
            if request["kind"] == "booking":
                self.rows.append([flight, request["dest"], act])
        return answers

    def observe(self, partition, now):
        for row in partition["rows"]:
            self.delays[row["flight_id"]] = row["arr_delay"]

    def retrain(self, now, offer=None):
        return {"accepted": False}

    def report(self, now):
        frame = pd.DataFrame(self.rows, columns=["flight_id", "dest", "act"])
        delay = frame["flight_id"].map(self.delays).astype(float)
        frame, late = frame[delay.notna()], delay[delay.notna()] >= 15
        acted = frame["act"].astype(bool)
        costs = self.briefing["costs"]
        cost = np.select(
            [acted & late, acted, late],
            [costs["correct_alarm"], costs["false_alarm"], costs["miss"]],
            costs["correct_silence"],
        )
        small = frame["dest"].isin(self.briefing["small_airports"]).to_numpy()
        groups = {
            name: {"flights": int(rows.sum()), "cost": float(cost[rows].sum())}
            for name, rows in (("small", small), ("large", ~small))
        }
        return {
            "date": date_of(now),
            "messages": sum(self.received),
            "duplicates": 0,
            "predictions": len(self.rows),
            "labels": len(frame),
            "cost": float(cost.sum()),
            "alarms": [],
            **groups,
        }
