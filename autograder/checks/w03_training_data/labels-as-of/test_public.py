"""The checks of `labels-as-of` that a student of week 3 sees."""

import math

import pandas as pd

from autograder.testing import assert_each, exercise, is_a, once, rejects_each, require

DAY = "2013-02-01 "

NOON = pd.Timestamp(DAY + "17:00", tz="UTC")  # in New York

HOUR = pd.Timedelta(hours=1)

QUARTER = pd.Timedelta(minutes=15)


def instants(*clocks, zone="UTC", unit="us"):
    """Instants, given as clocks in UTC, of 1 February 2013 if without a date; shown in `zone`."""
    texts = [clock if not clock or "-" in clock else DAY + clock for clock in clocks]
    column = pd.to_datetime(pd.Series(texts, dtype="object"), utc=True, format="ISO8601")
    return column.dt.tz_convert(zone).dt.as_unit(unit)


def flights_of(*rows, index=None, zones=("UTC", "UTC", "UTC"), units=("us", "us", "us")):
    """One flight a row: scheduled arrival, arrival and report as clocks in UTC, or None."""
    columns = ("scheduled_arrival", "arrived_at", "reported_at")
    frame = pd.DataFrame(
        {
            name: instants(*(row[place] for row in rows), zone=zones[place], unit=units[place])
            for place, name in enumerate(columns)
        }
    )
    return frame if index is None else frame.set_axis(index)


def as_clock(time):
    """What a clock in UTC shows; the seconds, and the date, only where they are not the usual."""
    if time is pd.NaT:
        return "never"
    shown = f"{time.tz_convert('UTC'):%d %b %H:%M:%S.%f}".removeprefix("01 Feb ")
    return shown.removesuffix(".000000").removesuffix(":00")


def as_clocks(flights):
    """The flights in a few words: what a printed table of three instants has no room for."""
    rows = []
    for row, times in enumerate(flights.to_dict("records")):
        due, arrived, reported = (as_clock(time) for time in times.values())
        rows.append(f"{row}: due {due}, arrived {arrived}, reported {reported}")
    return "The flights by row, in UTC: " + "; ".join(rows) + "."


def values(series):
    """The values of a Series, whatever its name and index are."""
    is_a(series, pd.Series)
    return series.tolist()


@once
def reported_flights():
    flights = flights_of(
        ("15:00", "15:15", "15:20"),
        ("15:00", "15:14:59.999999", "15:20"),
        ("15:00", "14:40", "14:50"),
        ("15:00", "15:10", "17:00"),
        ("10:00", "16:00", "16:05"),
        ("10:00", "10:00", "16:59"),
    )
    why = (
        "It is 17:00 in UTC and everything is reported, some of it late or just now; a report "
        f"is worth more than silence. {as_clocks(flights)}"
    )
    return [((flights, NOON, HOUR), [1.0, 0.0, 0.0, 0.0, 1.0, 0.0], why)]


@exercise("labels-as-of")
def test_a_reported_flight_has_its_final_label(submission):
    """A flight reported at `now` or before is late from 15 minutes on, else on time."""
    assert_each(submission.labels_as_of, reported_flights(), of=values)


@once
def flights_reported_later():
    flights = flights_of(
        ("16:30", "16:40", "17:01"),
        ("16:30", "16:55", "17:00:00.000001"),
        ("16:30", "17:20", "17:30"),
        ("15:00", "15:05", "17:10"),
        ("15:00", "19:00", "19:05"),
        ("21:00", "20:50", "20:55"),
    )
    nan = math.nan
    why = (
        "It is 17:00 in UTC, and nothing is reported yet; rows 3 and 4 are silent beyond the "
        f"window of an hour. {as_clocks(flights)}"
    )
    return [((flights, NOON, HOUR), [nan, nan, nan, 1.0, 1.0, nan], why)]


@exercise("labels-as-of")
def test_what_is_reported_after_now_is_not_known(submission):
    """A flight that has landed, but is reported after `now`, has no influence on its label."""
    assert_each(submission.labels_as_of, flights_reported_later(), of=values)


@once
def silent_flights():
    flights = flights_of(
        ("15:59", None, None),
        ("16:00", None, None),
        ("16:00:00.000001", None, None),
        ("17:00", None, None),
        ("23:00", None, None),
        ("16:40", "18:00", "18:10"),
    )
    nan = math.nan
    return [
        (
            (flights, NOON, window),
            expected,
            f"It is 17:00 in UTC, and the window {window}. {as_clocks(flights)}",
        )
        for window, expected in (
            (HOUR, [1.0, 1.0, nan, nan, nan, nan]),
            (pd.Timedelta(minutes=60, seconds=30), [1.0, nan, nan, nan, nan, nan]),
            (QUARTER, [1.0, 1.0, 1.0, nan, nan, 1.0]),
        )
    ]


@exercise("labels-as-of")
def test_silence_is_late_when_the_window_is_over(submission):
    """Silence becomes the label 1.0 at scheduled arrival plus window, and is unknown before."""
    assert_each(submission.labels_as_of, silent_flights(), of=values)


@once
def flights_of_days():
    flights = flights_of(
        ("10:00", "2013-02-02 10:05", "2013-02-02 10:30"),
        ("10:00", "10:05", "2013-02-03 16:00"),
        ("17:00", None, None),
        ("18:00", None, None),
        ("18:00:01", None, None),
        ("2013-02-03 16:00", None, None),
    )
    now, nan = NOON + pd.Timedelta(days=2), math.nan
    return [
        (
            (flights, now, window),
            expected,
            f"It is 17:00 in UTC on 3 February, and the window {window}. {as_clocks(flights)}",
        )
        for window, expected in (
            (pd.Timedelta(days=1, hours=23), [1.0, 0.0, 1.0, 1.0, nan, nan]),
            (pd.Timedelta(days=2), [1.0, 0.0, 1.0, nan, nan, nan]),
        )
    ]


@exercise("labels-as-of")
def test_delays_and_windows_may_last_for_days(submission):
    """Delays, reports and windows may take days: they are more than the clock shows of them."""
    assert_each(submission.labels_as_of, flights_of_days(), of=values)


@once
def zones_and_units():
    rows = (
        ("16:30", "16:50", "16:59"),
        ("16:30", "16:40", "17:01"),
        ("15:59", None, None),
        ("16:10", None, None),
    )
    expected = [1.0, math.nan, 1.0, math.nan]
    tokyo, denver, york = "Asia/Tokyo", "America/Denver", "America/New_York"
    return [
        (
            (flights_of(*rows, zones=zones, units=units), NOON.tz_convert(zone), HOUR),
            expected,
            f"Columns in the zones {zones} and the units {units}, now, 17:00 in UTC, in {zone}. "
            f"{as_clocks(flights_of(*rows))}",
        )
        for zones, units, zone in (
            ((york, york, york), ("us", "us", "us"), "UTC"),
            ((tokyo, denver, "UTC"), ("s", "ns", "ms"), york),
            (("UTC", "UTC", "UTC"), ("ns", "s", "us"), york),
        )
    ]


@exercise("labels-as-of")
def test_instants_are_compared_whatever_their_zones(submission):
    """`now` and the three columns may have different zones: instants are compared, not clocks.

    The columns may have different units, too, such as seconds and nanoseconds.
    """
    assert_each(submission.labels_as_of, zones_and_units(), of=values)


@once
def flights_on_an_index():
    rows = (("15:00", "15:40", "15:45"), ("15:00", "15:00", "15:20"), ("17:00", None, None))
    index = pd.Index([7, 3, 3], name="flight")
    flights = flights_of(*rows, index=index).assign(late=5.0)
    labels = pd.Series([1.0, 0.0, math.nan], index=index, name="late")
    return [
        ((flights, NOON, HOUR), labels, "Two reported flights, and one that is not due yet."),
        (
            (flights.iloc[:0], NOON, HOUR),
            pd.Series([], dtype="float64", index=index[:0], name="late"),
            "No flights give an empty Series of the same kind.",
        ),
    ]


def on_the_index(labels):
    """The labels, which have to be float64 and on an index with the name of the flights'."""
    is_a(labels, pd.Series)
    require(
        bool(labels.dtype == "float64"),
        "The labels have the dtype float64.",
        expected="float64",
        received=str(labels.dtype),
    )
    require(
        bool(labels.index.name == "flight"),
        "The labels have the very index of the flights, which here has the name 'flight'.",
        expected="an index named 'flight'",
        received=f"an index named {labels.index.name!r}",
    )
    return labels


@exercise("labels-as-of")
def test_labels_are_a_float_series_on_the_index_of_the_flights(submission):
    """The labels are a float64 Series named "late", row by row on the index of the flights."""
    assert_each(submission.labels_as_of, flights_on_an_index(), of=on_the_index)


@once
def clocks_and_windows_to_refuse():
    flights = flights_of(("15:00", "15:15", "15:20"))
    naive = pd.Timestamp(DAY + "12:00")
    too_short = QUARTER - pd.Timedelta(microseconds=1)
    calls = [(flights.drop(columns=name), NOON, HOUR) for name in flights.columns]
    for table in (flights, flights.iloc[:0]):
        for name in table.columns:
            calls.append((table.assign(**{name: table[name].dt.tz_localize(None)}), NOON, HOUR))
        calls += [(table, naive, HOUR), (table, NOON, too_short)]
    return calls


@exercise("labels-as-of")
def test_clocks_without_a_zone_and_short_windows_are_refused(submission):
    """A missing column, a column or `now` without a zone, or a window below 15 minutes raises.

    The error is a ValueError, also when there are no flights.
    """
    rejects_each(submission.labels_as_of, clocks_and_windows_to_refuse())
