class NaiveSystem:
    def __init__(self, briefing, journal=()):
        self.table, self.costs = briefing["table"], briefing["costs"]
        self.small = briefing["small_airports"]
        self.journal = []
        self.messages = self.predictions = 0
        self.booked = {}
        self.flights = {"small": 0, "large": 0}
        self.cost = {"small": 0, "large": 0}

    def ingest(self, messages, now):
        for _ in messages:
            self.messages += 1

    def predict(self, requests, now):
        c = self.costs
        gain = c["miss"] - c["correct_alarm"]  # of acting for a late flight
        loss = c["false_alarm"] - c["correct_silence"]
        answers = []
        for request in requests:
            p = self.table["%s %02d" % (request["origin"], request["hour"])]
            act = p * gain > (1 - p) * loss
            answers.append(
                {"flight_id": request["flight_id"], "p_late": p, "act": act, "source": "table"}
            )
            if request["kind"] == "booking":
                self.predictions += 1
                self.booked[request["flight_id"]] = act
        return answers

    def observe(self, partition, now):
        for row in partition["rows"]:
            flight, delay = row["flight_id"], row["arr_delay"]
            if delay is None or flight not in self.booked:
                continue
            group = "small" if row["dest"] in self.small else "large"
            outcomes = (
                ("miss", "correct_alarm") if delay >= 15 else ("correct_silence", "false_alarm")
            )
            self.flights[group] += 1
            self.cost[group] += self.costs[outcomes[self.booked[flight]]]

    def retrain(self, now, offer=None):
        return {"accepted": False}

    def report(self, now):
        return {
            "date": local(now).strftime("%Y-%m-%d"),
            "messages": self.messages,
            "duplicates": 0,
            "predictions": self.predictions,
            "labels": self.flights["small"] + self.flights["large"],
            "cost": self.cost["small"] + self.cost["large"],
            "small": {"flights": self.flights["small"], "cost": self.cost["small"]},
            "large": {"flights": self.flights["large"], "cost": self.cost["large"]},
            "alarms": [],
        }
