class DurableSystem(WatchfulSystem):
    """Each call is a transaction: a text that opens it, one for each thing given, one that closes it.

    What was not closed never happened.
    """

    def __init__(self, briefing, journal=()):
        super().__init__(briefing)
        self.closed = {}
        opened, things = None, []
        for text in journal:
            mark, _, rest = text.partition(" ")
            if mark == "open":
                opened, things = json.loads(rest), []
            elif mark == "thing":
                things.append(json.loads(rest))
            else:
                self.redo(opened, things, json.loads(rest))
        self.journal = list(journal)

    def redo(self, opened, things, result):
        method, now, name = opened["method"], opened["now"], opened["name"]
        if method == "retrain":
            self.model = result["model"]
            self.close(method, now, name, result["decision"])
        elif method == "observe":
            partition = {"partition_id": name, "date": opened["date"], "rows": things}
            super().observe(partition, now)
            self.close(method, now, name, None)
        else:
            self.close(method, now, name, getattr(super(), method)(things, now))

    def close(self, method, now, name, result):
        self.closed = {key: value for key, value in self.closed.items() if key[1] == now}
        self.closed[method, now, name] = result

    def write(self, method, now, name, things, result, **more):
        self.journal.append(
            "open " + json.dumps({"method": method, "now": now, "name": name, **more})
        )
        for thing in things:
            self.journal.append("thing " + json.dumps(thing))
        self.journal.append("close " + json.dumps(result))

    def ingest(self, messages, now):
        if ("ingest", now, "") not in self.closed:
            super().ingest(messages, now)
            self.close("ingest", now, "", None)
            self.write("ingest", now, "", messages, None)

    def predict(self, requests, now):
        if ("predict", now, "") not in self.closed:
            self.close("predict", now, "", super().predict(requests, now))
            self.write("predict", now, "", requests, None)
        return [dict(answer) for answer in self.closed["predict", now, ""]]

    def observe(self, partition, now):
        name = partition["partition_id"]
        if ("observe", now, name) not in self.closed:
            super().observe(partition, now)
            self.close("observe", now, name, None)
            self.write("observe", now, name, partition["rows"], None, date=partition["date"])

    def retrain(self, now, offer=None):
        if ("retrain", now, "") not in self.closed:
            decision = super().retrain(now, offer)
            self.close("retrain", now, "", decision)
            self.write("retrain", now, "", [], {"model": self.model, "decision": decision})
        return dict(self.closed["retrain", now, ""])
