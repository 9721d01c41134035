from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

PLACE = ["origin", "hour", "carrier"]


class NaiveSystem:
    def __init__(self, briefing, journal=()):
        self.briefing = briefing
        self.journal = []
        self.received = []
        self.rows = []
        self.delays = {}
        history = briefing["history"]
        self.model = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression())
        self.model.fit(history[PLACE], history["late"])

    def ingest(self, messages, now):
        self.received.append(len(messages))

    def predict(self, requests, now):
        if not requests:
            return []
        asked = pd.DataFrame(requests)
        late = self.model.predict_proba(asked[PLACE])[:, 1]
        costs = self.briefing["costs"]
        act = late * costs["correct_alarm"] + (1 - late) * costs["false_alarm"]
        silent = late * costs["miss"] + (1 - late) * costs["correct_silence"]
        asked["act"] = act <= silent
        self.rows += asked.loc[
            asked["kind"] == "booking", ["flight_id", "dest", "act"]
        ].values.tolist()
        return [
            {"flight_id": flight, "p_late": float(p), "act": bool(acts), "source": "model"}
            for flight, p, acts in zip(asked["flight_id"], late, asked["act"])
        ]

    def observe(self, partition, now):
        for row in partition["rows"]:
            if row["arr_delay"] is not None:
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
