class DurableSystem(WatchfulSystem):
    """Each call is a transaction: a text that opens it, one for each thing given, one that closes it.

    What was not closed never happened.
    """

    def __init__(self, briefing, journal=()):
        super().__init__(briefing)
        self.closed, self.result = None, None  # the last transaction
        for text in journal:
            mark, value = json.loads(text)
            if mark == "open":
                opened, things = value, []
            elif mark == "thing":
                things.append(value)
            elif mark == "model":
                self.model = value
            else:
                self.perform(opened, things)
        self.journal = list(journal)

    def perform(self, opened, things):
        method, now = opened["method"], opened["now"]
        given = {**opened["partition"], "rows": things} if method == "observe" else things
        self.result = getattr(super(), method)(given, now)
        self.closed = opened

    def transact(self, opened, things):
        if opened != self.closed:
            self.perform(opened, things)
            self.journal.append(json.dumps(["open", opened]))
            self.journal += [json.dumps(["thing", thing]) for thing in things]
            self.journal.append(json.dumps([None, None]))  # closes it
        return self.result

    def ingest(self, messages, now):
        self.transact({"method": "ingest", "now": now}, messages)

    def predict(self, requests, now):
        return self.transact({"method": "predict", "now": now}, requests)

    def observe(self, partition, now):
        named = {name: partition[name] for name in ("partition_id", "date")}
        self.transact({"method": "observe", "now": now, "partition": named}, partition["rows"])

    def retrain(self, now, offer=None):
        decision = super().retrain(now, offer)
        self.journal.append(json.dumps(["model", self.model]))
        return decision
