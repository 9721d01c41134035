import zlib


def packed(value):
    return zlib.compress(json.dumps(value).encode()).hex()


def unpacked(text):
    return json.loads(zlib.decompress(bytes.fromhex(text)))


class DurableSystem:
    """Holds a system of the kind before it, and makes every call of the journal again."""

    def __init__(self, briefing, journal=()):
        self.inner = WatchfulSystem(briefing)
        self.journal = list(journal)
        for text in self.journal:
            self.make(*unpacked(text))

    def make(self, method, *arguments):
        self.latest = getattr(self.inner, method)(*arguments)

    def call(self, *called):
        text = packed(called)
        if [text] != self.journal[-1:]:
            self.make(*called)
            self.journal.append(text)
        return self.latest

    def ingest(self, messages, now):
        self.call("ingest", messages, now)

    def observe(self, partition, now):
        self.call("observe", partition, now)

    def predict(self, requests, now):
        return self.call("predict", requests, now)

    def retrain(self, now, offer=None):
        return self.call("retrain", now, offer)

    def report(self, now):
        return self.inner.report(now)
