"""The checks of exercise 5 of the capstone that stay with the grader."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest

import numpy as np

from autograder.testing import Mismatch, exercise, once_per_seed, require
from worlds.answers import answers_in_form, decision_in_form
from worlds.operate import operate
from worlds.quarter import THRESHOLD, quarter
from worlds.timetable import ORIGINS

from ..cases import formed, lean, started


@once_per_seed
def doubtful(rng):
    """Six days of which each feed is false in some rows, about a tenth of them or many; the same
    without the feeds that are to be quarantined; and those, by day."""
    world = lean(quarter(int(rng.integers(2**32)), first="2013-10-10", days=6, incidents=()))
    silent = {f"{name}/3" for name in world.flown.flight_id if rng.random() < 0.2}
    plan = rng.permutation(
        ["exact", "exact", "one more", "one more", "all", "one less"] * 2
    ).tolist()
    newest, ticks, clean, bad = {}, [], [], {}
    for tick in world.ticks:
        parts, kept = [], []
        for part in tick.partitions:
            rows = [dict(row) for row in part["rows"]]
            for origin in ORIGINS:
                feed = [row for row in rows if row["origin"] == origin]
                told = [row for row in feed if row["arr_delay"] is not None]
                compared = [
                    row
                    for row in told
                    if newest.get(row["flight_id"], {"kind": None})["kind"] == "arrived"
                ]
                names = {row["flight_id"] for row in compared}
                others = [row for row in told if row["flight_id"] not in names]
                rng.shuffle(compared)
                how, tenth = plan.pop(), len(compared) // 10
                if how == "exact":
                    for row in compared[10 * tenth :]:
                        row |= {"arr_delay": None, "cancelled": True}
                    compared = compared[: 10 * tenth]
                n = {"exact": tenth, "one more": tenth + 1, "one less": max(tenth - 1, 0)}
                n = n.get(how, len(compared))
                # What cannot be compared may say what it likes.
                for row in [*compared[:n], *others[::2]]:
                    row["arr_delay"] = 90 if row["arr_delay"] < 15 else 3
                if 10 * n > len(compared):
                    bad[tick.day, origin] = f"{n} of {len(compared)}"
            parts.append(part | {"rows": rows})
            kept.append([row for row in rows if (tick.day, row["origin"]) not in bad])
        said = [message for message in tick.messages if message["message_id"] not in silent]
        for message in said:
            if message["kind"] != "weather":
                old = newest.get(message["flight_id"], message)
                newest[message["flight_id"]] = max(old, message, key=lambda m: m["version"])
        ticks.append(replace(tick, messages=said, partitions=parts))
        fewer = [part | {"rows": rows} for part, rows in zip(parts, kept, strict=True)]
        clean.append(replace(tick, messages=said, partitions=fewer))
    return replace(world, ticks=tuple(ticks)), replace(world, ticks=tuple(clean)), bad


def books(world, log):
    """By day, what the labels of these partitions and the system's decisions come to."""
    flown = world.flown
    acts = dict(zip(flown.flight_id, log.act.tolist(), strict=True))
    flights, cost, days = dict.fromkeys(("small", "large"), 0), {"small": 0, "large": 0}, []
    for tick in world.ticks:
        for row in (row for part in tick.partitions for row in part["rows"]):
            if row["arr_delay"] is None:
                continue
            group = "small" if row["dest"] in world.small_airports else "large"
            flights[group] += 1
            late, acted = row["arr_delay"] >= 15, acts[row["flight_id"]]
            cost[group] += (150 if late else 120) if acted else (600 if late else 0)
        if tick.hour == 23:
            days.append((dict(flights), dict(cost)))
    return days


@exercise("learn")
def test_random_feeds_are_used_or_not_as_counting_says(submission, rng):
    """Of feeds that are false in random rows exactly those are used in which at most a tenth of
    the compared rows contradict, and the others change no report and no forecast."""
    world, clean, bad = doubtful(rng)
    logs = [operate(submission.LearningSystem, one) for one in (world, clean)]
    for log in logs:
        for failed in log.failures:
            raise Mismatch(f"On {world.date(failed.day)}, at {failed.hour}:00: {failed.sentence}")
    for day, (flights, cost) in enumerate(books(clean, logs[0])):
        report = logs[0].reports[day]
        feeds = [f"{o} on {world.date(d)} ({n} rows)" for (d, o), n in bad.items() if d <= day]
        so_far = f" Not to be used: those of {', '.join(feeds)}." if feeds else ""
        for group in ("small", "large"):
            found = report[group]
            require(
                found["flights"] == flights[group] and abs(found["cost"] - cost[group]) < 0.01,
                f"On {world.date(day)} the report does not say of {group} airports what the rows "
                f"of all feeds come to that are to be used.{so_far}",
                expected=f"{flights[group]} flights that cost {cost[group]:g} dollars",
                received=f"{found['flights']} flights that cost {found['cost']:g} dollars",
            )
    far = np.abs(logs[0].p_late - logs[1].p_late)
    k = int(far.argmax())
    require(
        bool(far[k] < 1e-9),
        f"On {world.date(int(world.flown.day[k]) - world.start)}, {world.flown.flight_id[k]} got "
        "another forecast than where the rows of quarantined feeds never came. The system was "
        "asked to retrain on 14 October.",
        expected=f"{logs[1].p_late[k]:.6f}, as without them",
        received=f"{logs[0].p_late[k]:.6f}",
    )


@once_per_seed
def priced(rng):
    """Four days to a Sunday, with other costs of the desk, and a generator's seed."""
    world = lean(quarter(int(rng.integers(2**32)), first="2013-10-03", days=4, incidents=()))
    silence, false_alarm, alarm = rng.integers([0, 80, 60], [20, 160, 200]).tolist()
    threshold = rng.uniform(0.28, 0.5)  # where it differs from week 1's
    saving = round((false_alarm - silence) * (1 - threshold) / threshold)
    costs = {"correct_alarm": alarm, "false_alarm": false_alarm}
    costs |= {"miss": alarm + saving, "correct_silence": silence}
    return world, costs, int(rng.integers(2**32))


def sides(costs, late, p_late, acts):
    """Cost and Brier score."""
    acting = np.where(late, costs["correct_alarm"], costs["false_alarm"])
    silent = np.where(late, costs["miss"], costs["correct_silence"])
    return float(np.where(acts, acting, silent).sum()), float(((p_late - late) ** 2).mean())


def acts_from(costs):
    """The probability from which acting is cheaper."""
    false = costs["false_alarm"] - costs["correct_silence"]
    return false / (false + costs["miss"] - costs["correct_alarm"])


def drawn_offers(rng, costs, late, own):
    """Four sets of scores with whether they are to be accepted, those most telling that come up.

    The first two look otherwise to those who act from week 1's threshold on, if any does.
    """
    threshold = acts_from(costs)
    cheaper, dearer = [], []
    for trial in range(400):
        level, sharp = rng.normal(-1, 2.5), rng.uniform(0, 8)
        logits = level + sharp * (late - 0.5) + rng.normal(0, 1, len(late))
        scores = np.round(1 / (1 + np.exp(-logits)), 6)
        if trial < 20:  # ranks all rightly, and acts on none, on all, or on the late ones
            scores = np.where(late, threshold - 0.02, rng.uniform(0, 0.02, len(late)))
        elif trial < 60:
            other = threshold + (0.02 if trial < 40 else -0.02)
            scores = np.where(late, rng.uniform(0.98, 1, len(late)), other)
        if np.abs(scores - threshold).min() < 1e-5:
            continue
        cost, brier = sides(costs, late, scores, scores > threshold)
        usual, _ = sides(costs, late, scores, scores >= THRESHOLD)
        if cost > own[0] + 0.01:
            dearer.append((brier >= own[1], usual > own[0], cost, scores))
        elif cost <= 0.97 * own[0] - 0.01 and brier < own[1] - 1e-6:
            cheaper.append((False, usual <= own[0], -cost, scores))
    telling = []
    for offers, wanted in ((dearer, False), (cheaper, True)):
        ordered = sorted(offers, key=lambda one: one[:3])
        second = sorted(ordered[1:], key=lambda one: (one[0], one[2]))
        telling.append([(one[-1], wanted) for one in ordered[:1] + second[:1]])
    return [pair for pairs in zip_longest(*telling) for pair in pairs if pair is not None]


@exercise("learn")
def test_random_offers_are_judged_by_the_desks_costs(submission, rng):
    """At other costs of the desk, offers are accepted that are cheaper by 3 % and better
    calibrated, and refused that are dearer, whatever else speaks for them."""
    world, costs, seed = priced(rng)
    rng = np.random.default_rng(seed)
    system = started(submission.LearningSystem, world.briefing() | {"costs": costs})
    answered, labels = {}, {}
    for tick in world.ticks:
        for part in tick.partitions:
            system.observe(part, tick.now)
            labels |= {row["flight_id"]: row["arr_delay"] for row in part["rows"]}
        system.ingest(tick.messages, tick.now)
        answers = formed(answers_in_form, tick.requests, system.predict(tick.requests, tick.now))
        for request, (p_late, act, _) in zip(tick.requests, answers, strict=True):
            if request["kind"] == "booking":
                answered[request["flight_id"]] = p_late, act
    known = [name for name in answered if labels.get(name) is not None]
    late = np.array([labels[name] >= 15 for name in known], dtype=float)
    own = sides(
        costs,
        late,
        np.array([answered[name][0] for name in known]),
        np.array([answered[name][1] for name in known]),
    )
    others = [name for name in answered if labels.get(name) is None] + ["XX1-EWR-20131003T1200Z"]
    day = datetime(2013, 10, 7, 8)  # a Monday, at 04:00 in New York
    system.ingest([], f"{day:%Y-%m-%dT08:00:00Z}")
    for scores, wanted in drawn_offers(rng, costs, late, own):
        noise = rng.random(len(others)).round(6).tolist()
        given = dict(zip([*known, *others], [*scores.tolist(), *noise], strict=True))
        now = f"{day:%Y-%m-%dT09:00:00Z}"
        accepted = formed(decision_in_form, system.retrain(now, {"name": "new", "scores": given}))
        cost, brier = sides(costs, late, scores, scores > acts_from(costs))
        require(
            accepted is wanted,
            f"On {now[:10]} an offer was made, at costs of {costs}. On the {len(known)} flights "
            f"that count, acting by it would have cost {cost:g} dollars, with a Brier score of "
            f"{brier:.3f}; the system's own answers did {own[0]:g}, with {own[1]:.3f}.",
            expected=f'{{"accepted": {wanted}}}',
            received=f'{{"accepted": {accepted}}}',
        )
        for _ in range(7):
            day += timedelta(days=1)
            system.ingest([], f"{day:%Y-%m-%dT08:00:00Z}")
