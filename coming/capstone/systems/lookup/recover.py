class DurableSystem(WatchfulSystem):
    """A journal of the calls: one text each, and after a kill they are lived through again."""

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        super().__init__(briefing, journal)
        self.last: tuple[str, Any] | None = None
        for text in self.journal:
            self.last = text, self.live(*json.loads(text))

    def live(self, kind: str, now: str, given: Any) -> Any:
        if kind == "retrain":
            return super().retrain(now, given)
        if kind == "predict":
            return super().predict(given, now)
        return super().ingest(given, now) if kind == "ingest" else super().observe(given, now)

    def once(self, kind: str, now: str, given: Any) -> Any:
        """Live through a call, unless it is the last one that the journal held when we were made."""
        text = json.dumps([kind, now, given])
        last, self.last = self.last, None
        if last is not None and last[0] == text:
            return last[1]
        self.journal.append(text)
        return self.live(kind, now, given)

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        self.once("ingest", now, [dict(message) for message in messages])

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        return self.once("predict", now, [dict(request) for request in requests])

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        rows = [dict(row) for row in partition["rows"]]
        self.once("observe", now, {**partition, "rows": rows})

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        given = None if offer is None else {**offer, "scores": dict(offer["scores"])}
        return self.once("retrain", now, given)
