"""The checks of `labels-as-of` that the grader keeps: random inputs and rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_same, assert_unchanged, exercise, is_a, once, once_per_seed

INSTANTS = ("scheduled_arrival", "arrived_at", "reported_at")

ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Honolulu")


def slow_labels(flights, now, window):
    """One flight at a time, in seconds since 1970."""
    labels = []
    for due, arrived, reported in zip(
        flights["scheduled_arrival"], flights["arrived_at"], flights["reported_at"], strict=True
    ):
        if reported is not pd.NaT and reported.timestamp() <= now.timestamp():
            labels.append(float(arrived.timestamp() - due.timestamp() >= 15 * 60))
        elif now.timestamp() - due.timestamp() >= window.total_seconds():
            labels.append(1.0)
        else:
            labels.append(math.nan)
    return labels


NOON = pd.Timestamp("2013-02-01 17:00", tz="UTC")  # in New York


def assert_labels(submission, cases):
    """As `assert_each`, and the first row that is wrong is told with its three instants."""
    answers = submission.labels_as_of.each(arguments for arguments, _, _ in cases)
    for answer, ((flights, now, _), expected, why) in zip(answers, cases, strict=True):
        labels = answer()
        is_a(labels, pd.Series)
        found = labels.tolist()
        for row, (label, wanted) in enumerate(zip(found, expected, strict=False)):
            if label != wanted and not (wanted != wanted and label != label):
                due, arrived, reported = (
                    "never" if time is pd.NaT else f"{time.tz_convert('UTC'):%d %b %H:%M:%S}"
                    for time in flights[list(INSTANTS)].iloc[row]
                )
                why += (
                    f" It is {now.tz_convert('UTC'):%d %b %H:%M:%S} in UTC. The flight at position "
                    f"{row}, in UTC: due {due}, arrived {arrived}, reported {reported}."
                )
                break
        assert_same(found, expected, why=why)


def a_day_of_flights(rng, n=250):
    """Flights due from seven hours before noon to three after it, as they turned out later."""
    minutes = pd.Series(rng.integers(-420, 180, n), index=rng.permutation(n) + 1_000)
    due = (NOON.tz_convert("UTC") + pd.to_timedelta(minutes, unit="min")).dt.as_unit("us")
    delay = pd.Series(np.round(rng.exponential(30, n) - 20), index=minutes.index)
    delay[rng.random(n) < 0.05] = math.nan  # cancelled or diverted
    arrived = due + pd.to_timedelta(delay, unit="min")
    reported = arrived + pd.to_timedelta(rng.integers(120, 1_800, n), unit="s")
    return pd.DataFrame(
        {
            "dest": rng.choice(["BOS", "ORD", "SFO"], n),
            "arr_delay": delay,
            "scheduled_arrival": due,
            "arrived_at": arrived,
            "reported_at": reported,
        }
    )


@once_per_seed
def random_flights(rng):
    now = pd.Timestamp("2013-07-04 12:00", tz="UTC")
    cases = []
    for minutes in (15, 16, 60):
        n = 60
        due = now - pd.to_timedelta(15 * rng.integers(-4, 10, n), unit="min")
        arrived = due + pd.to_timedelta(rng.choice([-10, 0, 14, 15, 16, 40, 90], n), unit="min")
        reported = arrived + pd.to_timedelta(rng.choice([0, 1, 5, 60], n), unit="min")
        gone = rng.random(n) < 0.3
        zones = rng.choice(ZONES, 4)
        flights = pd.DataFrame(
            {
                "reported_at": reported.where(~gone).tz_convert(zones[0]),
                "scheduled_arrival": due.tz_convert(zones[1]),
                "arrived_at": arrived.where(~gone).tz_convert(zones[2]),
            },
            index=rng.integers(0, 9, n),
        )
        window = pd.Timedelta(minutes=minutes)
        here = now.tz_convert(zones[3])
        expected = slow_labels(flights, now, window)
        cases.append(((flights, here, window), expected, f"The window is {window}."))
    return cases


@exercise("labels-as-of", weight=2)
def test_random_flights_are_labelled_as_a_slow_count_says(submission, rng):
    """Random instants around `now`, many of which meet exactly, are labelled rightly."""
    assert_labels(submission, random_flights(rng))


@once_per_seed
def two_futures(rng):
    flights = a_day_of_flights(rng)
    window = pd.Timedelta(hours=1)
    labels = slow_labels(flights, NOON, window)
    rewritten = flights.copy()
    unknown = ~(flights["reported_at"] <= NOON)
    rewritten.loc[unknown, ["arrived_at", "reported_at"]] = pd.NaT
    return [
        ((flights, NOON, window), labels, "1 February 2013, noon in New York."),
        ((rewritten, NOON, window), labels, "Reports after `now` were taken out of the table."),
    ]


@exercise("labels-as-of")
def test_the_future_has_no_influence(submission, rng):
    """Whatever happens after `now` may be rewritten without changing one label."""
    assert_labels(submission, two_futures(rng))


@once_per_seed
def a_day_from_hour_to_hour(rng):
    flights = a_day_of_flights(rng)
    window = pd.Timedelta(minutes=45)
    cases = []
    now = NOON - pd.Timedelta(hours=2)
    cases.append(((flights, now, window), slow_labels(flights, now, window), f"It is {now}."))
    final = [1.0 if delay != delay or delay >= 15 else 0.0 for delay in flights["arr_delay"]]
    why = "A week later every flight is late, on time, or was never reported."
    cases.append(((flights, NOON + pd.Timedelta(days=7), window), final, why))
    return cases


@exercise("labels-as-of")
def test_labels_ripen_as_time_passes(submission, rng):
    """From hour to hour labels come in and are revised; in the end every flight has its own."""
    assert_labels(submission, a_day_from_hour_to_hour(rng))


@once
def the_night_of_3_november():
    due = pd.to_datetime(["2013-11-03 05:10", "2013-11-03 05:10", "2013-11-03 06:20"], utc=True)
    arrived = pd.to_datetime(["2013-11-03 05:30", "2013-11-03 06:05", None], utc=True)
    reported = pd.to_datetime(["2013-11-03 05:40", "2013-11-03 06:40", None], utc=True)
    york = "America/New_York"
    flights = pd.DataFrame(
        {
            "scheduled_arrival": due.tz_convert(york),
            "arrived_at": arrived.tz_convert(york),
            "reported_at": reported.tz_convert(york),
        }
    )
    window = pd.Timedelta(hours=1)
    nan = math.nan
    return [
        (
            (flights, pd.Timestamp(clock, tz="UTC").tz_convert(york), window),
            expected,
            f"It is {clock} in UTC.",
        )
        for clock, expected in (
            ("2013-11-03 05:35", [nan, nan, nan]),  # 01:35, the first time
            ("2013-11-03 06:35", [1.0, 1.0, nan]),  # 01:35, the second time
            ("2013-11-03 07:25", [1.0, 1.0, 1.0]),
        )
    ]


@exercise("labels-as-of")
def test_the_night_that_has_an_hour_twice_is_no_different(submission):
    """On 3 November 2013 New York's clock shows 01:30 twice; instants go on as ever."""
    assert_labels(submission, the_night_of_3_november())


@once
def flights_reported_and_silent():
    york = "America/New_York"
    due = pd.to_datetime(["2013-02-01 10:00"] * 4, utc=True).tz_convert(york)
    arrived = due + pd.to_timedelta([40, -5, 16, 0], unit="min")
    flights = pd.DataFrame(
        {
            "dest": ["BOS", "ORD", "SFO", "BOS"],
            "scheduled_arrival": due,
            "arrived_at": arrived,
            "reported_at": arrived + pd.Timedelta(minutes=5),
        },
        index=[2, 7, 2, 1],
    )
    heard = [True, True, False, False]
    return flights.assign(**{name: flights[name].where(heard) for name in INSTANTS[1:]})


@exercise("labels-as-of")
def test_the_flights_are_left_alone(submission):
    """The call adds no column to the table and changes none; any index stays as it is."""
    flights = flights_reported_and_silent()
    labels = assert_unchanged(submission.labels_as_of, flights, NOON, pd.Timedelta(hours=1))
    is_a(labels, pd.Series)
    # What silence means is for other checks to say; flights reported long ago are right if any are.
    assert_same(labels.tolist()[:2], [1.0, 0.0], why="These two were reported long ago.")
