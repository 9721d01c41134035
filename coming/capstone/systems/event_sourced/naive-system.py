from bisect import bisect_left

from sklearn.linear_model import LogisticRegression

DAY = 86400
BUCKETS = ((1, 2), (2, 3), (3, 5), (5, 9), (9, 14))  # hours between a flight's schedule and now


def instant(time: str) -> int:
    """Seconds of a time whose hour may have one digit, as in a request of the set-up cell's `booking`."""
    return seconds(time if len(time) == 20 else time[:11] + time[11:].zfill(9))


def cost_of(costs: Mapping[str, float], act: bool, late: int) -> float:
    if act:
        return costs["correct_alarm"] if late else costs["false_alarm"]
    return costs["miss"] if late else costs["correct_silence"]


class NaiveSystem:
    """The whole service: a journal of what happened, and a state that is a fold over it.

    Each call decides what happened, as one record, which is appended and then folded into the
    state; after a kill the same fold runs over the same records, and computes no model anew.
    """

    # --- the beginning, and the fold

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        self.briefing = briefing
        self.costs = dict(briefing["costs"])
        self.table = dict(briefing["table"])
        self.mean = sum(self.table.values()) / max(len(self.table), 1) or 0.2
        self.known_carriers = set(briefing["carriers"])
        self.small = set(briefing["small_airports"])
        self.from_history()

        self.journal = list(journal)
        # state
        self.first: str | None = None
        self.seen: set[str] = set()
        self.duplicates = 0
        self.newest: dict[str, tuple] = {}
        self.weather: dict[str, list] = {}
        self.frozen: dict[str, set] = {}
        self.by_hour: dict[tuple, tuple] = {}
        self.plans: dict[str, tuple] = {}
        self.bookings: dict[str, dict] = {}
        self.labels: dict[str, int] = {}
        self.came: set[str] = set()
        self.named: set[str] = set()
        self.rang: dict[str, set] = {}
        self.free = [0.0, 0.0]
        self.cache: dict[str, tuple] = {}
        self.model = self.first_model
        record = None
        for text in self.journal:
            record = json.loads(text)
            self.fold(record)
        self.unsure = record  # the call that may have been cut after it was written down

    def happen(self, record: dict[str, Any]) -> None:
        self.journal.append(json.dumps(record))
        self.fold(record)

    def again(self, kind: str, now: str, given: Any) -> dict[str, Any] | None:
        """The record of this very call, if it was the last of the journal we were made from."""
        record, self.unsure = self.unsure, None
        if record and (record["kind"], record["now"], record["given"]) == (kind, now, given):
            return record
        return None

    def fold(self, record: dict[str, Any]) -> None:
        today = date_of(record["now"])
        if self.first is None:
            self.first = today
        getattr(self, "fold_" + record["kind"])(record, today)

    def ring(self, today: str, name: str) -> None:
        self.rang.setdefault(today, set()).add(name)

    def meet(self, today: str, carrier: str) -> None:
        if carrier not in self.known_carriers and carrier not in self.named:
            self.named.add(carrier)
            self.ring(today, "unknown-carrier")

    # --- messages

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        given = [dict(message) for message in messages]
        if self.again("ingest", now, given) is None:
            self.happen({"kind": "ingest", "now": now, "given": given})

    def fold_ingest(self, record: dict[str, Any], today: str) -> None:
        for m in record["given"]:
            if m["message_id"] in self.seen:
                self.duplicates += 1
                continue
            self.seen.add(m["message_id"])
            if m["kind"] == "weather":
                self.fold_reading(m)
                continue
            self.meet(today, m["carrier"])
            rank = (m["version"], m["event_time"], m["message_id"])
            if m["flight_id"] not in self.newest or rank > self.newest[m["flight_id"]][0]:
                self.newest[m["flight_id"]] = (rank, m["kind"], m["delay_minutes"])
        for origin, readings in self.weather.items():
            if readings[-1][:2] in self.frozen[origin]:
                self.ring(today, "stale-weather")

    def fold_reading(self, m: Mapping[str, Any]) -> None:
        readings = self.weather.setdefault(m["origin"], [])
        frozen = self.frozen.setdefault(m["origin"], set())
        key = (m["event_time"], m["message_id"])
        entry = (*key, tuple(reading_of(m)))
        place = bisect_left(readings, key, key=lambda r: r[:2])
        readings.insert(place, entry)
        for at in {max(place - 1, 0), place, min(place + 1, len(readings) - 1)}:
            low = high = at
            while low and readings[low - 1][2] == readings[at][2]:
                low -= 1
            while high + 1 < len(readings) and readings[high + 1][2] == readings[at][2]:
                high += 1
            run = {r[:2] for r in readings[low : high + 1]}
            if len(run) >= 6:
                frozen |= run
            else:
                frozen -= run
        hour = (m["origin"], m["event_time"])
        if hour not in self.by_hour or self.by_hour[hour][0] < m["message_id"]:
            self.by_hour[hour] = (m["message_id"], entry[2])

    def flight(self, flight_id: str) -> dict[str, Any] | None:
        if flight_id not in self.newest:
            return None
        rank, kind, delay = self.newest[flight_id]
        return {"version": rank[0], "kind": kind, "delay_minutes": delay}

    # --- features: the same function for the rows of the history and for requests

    def rate(self, origin: str, hour: int) -> float:
        return self.table.get(f"{origin} {int(hour):02d}", self.mean)

    def features(self, row: Mapping[str, Any], weather: Any, mood: Sequence[float]) -> list[float]:
        def known(value: Any) -> bool:
            return value is not None and value == value

        rain, sight, wind, _ = weather or (None,) * 4
        hour = int(row["hour"])
        return [
            logit(self.rate(row["origin"], hour)),
            math.sqrt(min(rain, 0.5)) if known(rain) else 0.05,
            max(0.0, 10 - sight) / 10 if known(sight) else 0.04,
            max(0.0, wind - 10) / 10 if known(wind) else 0.1,
            row["distance"] / 1000 if known(row["distance"]) else 1.0,
            float(row["dest"] in self.small),
            self.by_carrier.get(row["carrier"], 0.0),
            *mood,
        ]

    def mood_of(self, now: int, flown: Any) -> list[float]:
        """How many more of the latest flights were late than the table says, by their age."""
        sums: list[list[float]] = [[] for _ in BUCKETS]
        for scheduled, late, rate in flown:
            age = (now - scheduled) / 3600
            for place, (low, high) in enumerate(BUCKETS):
                if low <= age < high:
                    sums[place].append(late - rate)
        return [math.fsum(values) / (len(values) + 3) for values in sums]

    def weather_for(self, request: Mapping[str, Any]) -> Any:
        hour = seconds(request["scheduled"]) // 3600 * 3600 - 3 * 3600
        when = datetime.fromtimestamp(hour, ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
        found = self.by_hour.get((request["origin"], when))
        if found is None or (when, found[0]) in self.frozen[request["origin"]]:
            return None
        return found[1]

    def from_history(self) -> None:
        history = self.briefing["history"]
        rows = sorted(
            history.to_dict("records"), key=lambda row: (row["scheduled"], row["flight_id"])
        )
        gaps: dict[str, list[float]] = {}
        for row in rows:
            row["rate"] = self.rate(row["origin"], row["hour"])
            row["at"] = seconds(row["scheduled"])
            gaps.setdefault(row["carrier"], []).append(row["late"] - row["rate"])
        self.by_carrier = {c: math.fsum(gap) / (len(gap) + 100) for c, gap in gaps.items()}
        times = [row["at"] for row in rows]
        moods: dict[int, list[float]] = {}
        self.old_x, self.old_y, self.old_at = [], [], times
        for row in rows:
            now = ((row["at"] - 7200) // 3600 + 1) * 3600
            if now not in moods:
                near = rows[
                    bisect_left(times, now - 14 * 3600) : bisect_left(times, now - 3600 + 1)
                ]
                moods[now] = self.mood_of(now, ((r["at"], r["late"], r["rate"]) for r in near))
            self.old_x.append(self.features(row, reading_of(row), moods[now]))
            self.old_y.append(int(row["late"]))
        self.first_model = self.fit([], [], [], max(times, default=0))

    def fit(self, x: list, y: list, at: list[int], now: int) -> dict[str, Any]:
        """The weights of a logistic regression; a flight counts half after 45 days."""
        all_x, all_y = np.array(self.old_x + x, dtype=float), np.array(self.old_y + y)
        width = 7 + len(BUCKETS)
        if len(all_y) < 20 or len(set(all_y.tolist())) < 2:
            return {"bias": 0.0, "weights": [1.0] + [0.0] * 6 + [0.5] * len(BUCKETS)}
        weight = 0.5 ** ((now - np.array(self.old_at + at)) / DAY / 45)
        mean, spread = all_x.mean(axis=0), all_x.std(axis=0)
        spread[spread < 1e-6] = 1.0  # a column that is always the same tells nothing
        model = LogisticRegression(C=1.0, max_iter=500)
        model.fit((all_x - mean) / spread, all_y, sample_weight=weight)
        weights = model.coef_[0] / spread
        # Rain, fog and wind make nothing earlier, and late flights no flight punctual.
        weights[1:4] = np.maximum(weights[1:4], [0.1, 0.1, 0.02])
        weights[7:] = np.maximum(weights[7:], 0.15)
        score = all_x @ weights
        low, high = -12.0, 12.0
        for _ in range(60):
            middle = (low + high) / 2
            p = 1 / (1 + np.exp(-np.clip(score + middle, -500, 500)))
            if (weight * (p - all_y)).sum() > 0:
                high = middle
            else:
                low = middle
        assert len(weights) == width
        return {"bias": middle, "weights": [float(w) for w in weights]}

    # --- requests

    def acts(self, p: float) -> bool:
        c = self.costs
        acting = p * c["correct_alarm"] + (1 - p) * c["false_alarm"]
        return bool(acting <= p * c["miss"] + (1 - p) * c["correct_silence"])

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        given = [dict(request) for request in requests]
        record = self.again("predict", now, given)
        if record is None:
            record = self.decide(given, now)
            self.happen(record)
        return [dict(answer) for answer in record["answers"]]

    def decide(self, given: list[dict[str, Any]], now: str) -> dict[str, Any]:
        moment = seconds(now)
        flown = []
        for flight_id, (scheduled, rate) in self.plans.items():
            _, kind, delay = self.newest.get(flight_id, (None, None, None))
            if kind in ("departed", "arrived") and delay is not None:
                flown.append((scheduled, int(delay >= 15), rate))
        mood = self.mood_of(moment, flown)
        left = Counter(request["flight_id"] for request in given)
        free, fresh = list(self.free), {}
        answers, rows = [], []
        for request in given:
            flight_id, asked = request["flight_id"], instant(request["asked_at"])
            left[flight_id] -= 1
            x = self.features(request, self.weather_for(request), mood)
            server = free.index(min(free))
            wait = max(0.0, free[server] - asked)
            kept = fresh.get(flight_id) or self.cache.get(flight_id)
            patience = 1.55 if request["kind"] == "booking" else 1.15
            if kept and 0 <= asked - kept[0] <= 1800:
                p, source, work = kept[1], "cache", 0.005
            elif wait <= patience:
                score = sum(w * v for w, v in zip(self.model["weights"], x)) + self.model["bias"]
                p, source, work = min(max(logistic(score), 0.0), 1.0), "model", 0.4
                fresh[flight_id] = (asked, p)
            else:
                p, source, work = self.rate(request["origin"], request["hour"]), "table", 0.005
            free[server] = max(free[server], asked) + work
            rows.append(x)
            answers.append(
                {"flight_id": flight_id, "p_late": p, "act": self.acts(p), "source": source}
            )
        booked = {str(n): rows[n] for n, r in enumerate(given) if r["kind"] == "booking"}
        return {
            "kind": "predict",
            "now": now,
            "given": given,
            "answers": answers,
            "rows": booked,
            "free": free,
        }

    def fold_predict(self, record: dict[str, Any], today: str) -> None:
        moment = seconds(record["now"])
        for place, (request, answer) in enumerate(zip(record["given"], record["answers"])):
            flight_id = request["flight_id"]
            self.meet(today, request["carrier"])
            if answer["source"] == "model":
                self.cache[flight_id] = (instant(request["asked_at"]), answer["p_late"])
            at = seconds(request["scheduled"])
            self.plans[flight_id] = (at, self.rate(request["origin"], request["hour"]))
            if request["kind"] == "booking":
                small = request["dest"] in self.small
                kept = {"at": at, "p": answer["p_late"], "act": answer["act"], "small": small}
                self.bookings[flight_id] = kept | {"x": record["rows"][str(place)]}
        self.plans = {f: plan for f, plan in self.plans.items() if moment - plan[0] <= 15 * 3600}
        self.cache = {f: kept for f, kept in self.cache.items() if moment - kept[0] <= 7200}
        self.free = record["free"]
        if len(record["given"]) >= 150:
            self.ring(today, "traffic-spike")

    # --- outcomes

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        given = {**partition, "rows": [dict(row) for row in partition["rows"]]}
        if self.again("observe", now, given) is None:
            self.happen({"kind": "observe", "now": now, "given": given})

    def fold_observe(self, record: dict[str, Any], today: str) -> None:
        partition = record["given"]
        if partition["date"] in self.came:
            self.ring(today, "duplicate-partition")
        self.came.add(partition["date"])
        for origin in sorted({row["origin"] for row in partition["rows"]}):
            feed = [
                r for r in partition["rows"] if r["origin"] == origin and r["arr_delay"] is not None
            ]
            compared = wrong = 0
            for row in feed:
                _, kind, delay = self.newest.get(row["flight_id"], (None, None, None))
                if kind == "arrived" and delay is not None:
                    compared += 1
                    wrong += (delay >= 15) != (row["arr_delay"] >= 15)
            if 10 * wrong > compared:
                self.ring(today, "poisoned-labels")
                continue
            for row in feed:
                self.labels.setdefault(row["flight_id"], int(row["arr_delay"] >= 15))

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        given = None if offer is None else {**offer, "scores": dict(offer["scores"])}
        record = self.again("retrain", now, given)
        if record is None:
            taught = [(b["at"], f) for f, b in self.bookings.items() if f in self.labels]
            taught.sort()
            x = [self.bookings[f]["x"] for _, f in taught]
            y = [self.labels[f] for _, f in taught]
            model = self.fit(x, y, [at for at, _ in taught], seconds(now))
            model = self.level(model, taught, seconds(now))
            accepted = bool(given) and self.better(given["scores"])
            record = {
                "kind": "retrain",
                "now": now,
                "given": given,
                "accepted": accepted,
                "model": model,
            }
            self.happen(record)
        return {"accepted": record["accepted"]}

    def level(self, model: dict[str, Any], taught: list, now: int) -> dict[str, Any]:
        """Bring the recent flights of each group to their rate, where chance does not explain it."""
        weights, bias = list(model["weights"]), model["bias"]
        shifts = []
        for small in (False, True):
            rows = [
                f for at, f in taught if now - at <= 30 * DAY and self.bookings[f]["small"] == small
            ]
            scores = [
                sum(w * v for w, v in zip(weights, self.bookings[f]["x"])) + bias for f in rows
            ]
            p = [logistic(s) for s in scores]
            gap = sum(self.labels[f] for f in rows) - math.fsum(p)
            spread = math.sqrt(3 * math.fsum(q * (1 - q) for q in p) + 1e-9)
            shift = 0.0
            if abs(gap) > 2 * spread:
                shift = gap / (math.fsum(q * (1 - q) for q in p) + 30)
            shifts.append(min(max(shift, -2.0), 2.0))
        weights[5] += shifts[1] - shifts[0]
        return {"bias": bias + shifts[0], "weights": weights}

    def better(self, scores: Mapping[str, float]) -> bool:
        both = sorted(f for f in scores if f in self.labels and f in self.bookings)
        if not both:
            return False
        ours = math.fsum(cost_of(self.costs, self.bookings[f]["act"], self.labels[f]) for f in both)
        theirs = math.fsum(cost_of(self.costs, self.acts(scores[f]), self.labels[f]) for f in both)
        our_brier = math.fsum((self.bookings[f]["p"] - self.labels[f]) ** 2 for f in both)
        their_brier = math.fsum((scores[f] - self.labels[f]) ** 2 for f in both)
        return bool(theirs <= 0.97 * ours + 1e-6 and their_brier < our_brier and theirs <= ours)

    def fold_retrain(self, record: dict[str, Any], today: str) -> None:
        self.model = record["model"]

    # --- the report

    def report(self, now: str) -> dict[str, Any]:
        today = date_of(now)
        groups = {True: {"flights": 0, "cost": 0.0}, False: {"flights": 0, "cost": 0.0}}
        for flight_id, booking_ in self.bookings.items():
            if flight_id in self.labels:
                group = groups[booking_["small"]]
                group["flights"] += 1
                group["cost"] += cost_of(self.costs, booking_["act"], self.labels[flight_id])
        alarms = set(self.rang.get(today, ()))
        if self.first is not None:
            day = days_before(today, 2)
            while day >= self.first:
                if day not in self.came:
                    alarms.add("late-labels")
                    break
                day = days_before(day, 1)
        return {
            "date": today,
            "messages": len(self.seen),
            "duplicates": self.duplicates,
            "predictions": len(self.bookings),
            "labels": groups[True]["flights"] + groups[False]["flights"],
            "cost": groups[True]["cost"] + groups[False]["cost"],
            "small": groups[True],
            "large": groups[False],
            "alarms": sorted(alarms),
        }
