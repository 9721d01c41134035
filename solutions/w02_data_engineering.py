# %% [markdown]
# # Week 2. Data engineering
#
# **How does data arrive, go wrong, and get stored?**
#
# Last week you framed **the delay desk**: what "late" means, what a mistake costs, and what a model would have to beat.
# You had a finished table then, one row a flight, with the ending already filled in.
# A service that runs never sees such a table.
# It learns of a flight one message at a time: *scheduled*, *departed*, *arrived* or *cancelled*.
# Each of the three airports sends these through a gateway of its own.
# Messages come late, twice and out of order, and one afternoon in another form, because the gateway's team deployed.
# The schedule they refer to is written in local time, on clocks that jump twice a year.
# This week you build the part of the desk that turns all this into a table worth learning from.
#
# ## Where we are
#
# ```text
#   schedules, messages, weather, planes             the operations desk
#              |                                            ^
#              v                                            |  act, or stay silent
#         [ INGEST ]   <-- this week                   [ decide ]  week 1
#          |      |                                         ^
#          v      v                                         |  probability
#   [ labels ]  [ features ]                                |
#   weeks 1, 3    week 4                                    |
#          |      |                                         |
#          v      v                                         |
#         [ train ] ---> [ evaluate ] ---> [ serve ] -------+
#          week 5          week 6           week 7
#
#   Inside INGEST; the numbers are this week's exercises:
#
#   schedule, local clocks     messages of EWR, JFK, LGA: late, twice, garbled
#             |                                 |
#             v                                 v
#       [ 2 to UTC ]                      [ 1 validate ] ---> quarantine, with every reason
#             |                             |        |
#             |         +-------------------+        v
#             v         v                     [ 5 count per hour ] ---> too late, set aside
#         [ 4 merge changes ]                        |
#                  |                                 v
#                  v                          the desk's screen
#           [ 3 columns ] <--- [ 7 plan scans ] <--- queries, training
#
#   and [ 6 pipeline ] runs these steps every night, each once, also after a crash
# ```
#
# The data are last week's 336,776 flights of 2013, taken apart into 1,000,898 messages by `worlds.event_stream`.
# The lateness, the duplicates and the garbling are drawn from a seed; what happened to the flights is real.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/w02_data_engineering.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("validate")` answers at once with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded; they use other inputs, but demand nothing that the contract does not say.
# - Grading takes the exercise cells only.
#   Extra functions that an exercise needs belong in that exercise's cell.
# - A cell that begins with `# Try it` shows what your function says about the real flights.
#   It is commented out so that the notebook runs before you have written anything:
#   once the check passes, select the lines below its first paragraph, press Ctrl and `/`, and run it.
# - Seven exercises earn 80 points, the memo at the end 20.
#   Plan about five hours: half an hour for each exercise, a little more for 1 and 6, and an hour for the memo.
#
# ## How to read a contract
#
# The docstring is the contract, and the checks hold you to it and to nothing else.
# These conventions apply throughout, so that the docstrings can stay short:
#
# - A *promise* is something the caller guarantees. You need not verify it.
# - `ValueError` is demanded only where the docstring says so.
#   Its wording is yours, unless the contract asks that it name something (then the name stands in `str(error)`; of several wrong names, any one); where two errors apply, raise either.
#   What has to be named is a text without quotes and backslashes (promise).
# - No function changes its arguments. A result may contain parts of them, or copies.
# - A *number* is an `int` or a `float`, Python's, or NumPy's of 64 bits, never a `bool` or a text;
#   a *whole number* is an `int` of either.
#   Where a parameter is a number, callers keep to this, and it is missing or infinite only where the docstring speaks of that (promise).
# - What lies inside lists and dicts was made by a parser of messages:
#   it is Python's own `str`, `int`, `float`, `bool`, `None`, `list` or `dict`, never NumPy's and never of a subclass (promise).
# - *Missing* is None; `pd.NA` never occurs, and NaN only where the docstring speaks of it (promise).
# - Where a result is a `float` or an `int`, Python's or NumPy's will do, but `True` is not a number.
#   A whole number is a fine `float`, but 9.0 is no `int`.
#   Where it is a list, a tuple, a dict or a Timestamp, exactly that type is expected at every level (a `Counter` is not a dict here).
#   Dicts are compared without regard to the order of their keys, lists with regard to it.
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn;
#   the names that the set-up cell defines are there when it is graded.
#   All code cells of your notebook run when it is graded, your own too, from the top, and each check judges what is defined where it stands.
#   Two cells that define the same name share it, so name helpers apart.
# - An exercise may call a function of an earlier one; it then meets your version of it.
#   No exercise of this week needs to: you put the parts together yourself below exercise 6.
# - Warnings cost nothing. Speed is not checked this week, but when your notebook is graded, calls that take longer than 20 seconds are cut off.
# - When your notebook is graded, it runs in a sandbox: it starts no other processes (`multiprocessing`, `subprocess`), reaches no network,
#   writes files in its own folder and in `/tmp` only, and nobody answers `input()` or a breakpoint.

# %% setup="imports"
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from autograder import checker

check = checker("w02_data_engineering")

# %% [markdown]
# ## 1. Which messages can be believed?
#
# A *data contract* says what a producer promises: which fields, of which type, in which range.
# It is worth having only if somebody checks it at the door, where the message is still whole and the culprit can still be named.
#
# Two reflexes do harm.
# One is to *repair*: turn `"12"` into 12 and nobody ever hears that the gateway broke.
# The other is to *refuse*: throw away a batch of 2,000 because one message is bad, and the desk is blind for an hour.
# The third way is a **quarantine**: good messages go on, bad ones are put aside whole, each with *every* reason,
# so that one look shows whether one field broke or all of them did.
#
# Our messages carry instants as texts such as `"2013-06-14T10:00:40Z"`: UTC, largest unit first, every field at its full width.
# Such texts sort like the instants they stand for, so a contract can demand that a message was received no earlier than it was sent.
#
# This is the form of a contract; only `"fields"` has to be there.
#
# ```python
# contract = {
#     "fields": {
#         "kind": {"type": "text", "required": True, "one_of": ["departed", "arrived"]},
#         "version": {"type": "int", "required": True, "min": 1},
#         "delay_minutes": {"type": "number", "min": -120, "max": 2000},
#         "sent": {"type": "text"},
#         "received": {"type": "text", "required": True},
#     },
#     "order": [["sent", "received"]],
#     "closed": True,
# }
# ```


# %% exercise="validate"
def validate(
    records: Sequence[Any], contract: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Split records into those that keep the contract, and the others with every reason.

    A field of a record is *absent* when its key is not there, or its value is None. An empty
    text, 0 and False are values like any other.

    The reasons, with the exact text for each; NAME, A and B are names of fields:
        "record/not-a-dict": the record is no dict. It then has no other reason.
        "NAME/missing": the field is required, and absent.
        "NAME/type": the field is there, but not of its type. "text" is a str; "int" an int;
            "number" an int or a float, but neither NaN nor infinite; "flag" a bool. A bool is
            neither an int nor a number, 3.0 is no int, and "12" is only a text.
        "NAME/range": of the right type, but below "min" or above "max". The limits themselves
            are in range.
        "NAME/not-allowed": of the right type, but not equal to any value of "one_of". A value
            that is out of range as well has both reasons.
        "A<=B/broken": for a pair [A, B] of "order": both are there and of the right type (in
            range or not, allowed or not), and the value of A is greater than that of B, as
            Python's `>` has it. Texts are compared as texts.
        "NAME/unknown": the contract is closed, and the record has a key that is not in
            "fields", whatever its value is, None included.

    Arguments:
        records: a list of what a parser made of the messages: mostly dicts, but anything may be
            among them (None, a number, a text, a list). Keys are texts (promise). Values are None,
            bools, ints below 2**53 in size, floats (NaN and infinities included), texts, or
            lists of such (promise).
        contract: a dict of the form above, well formed (promise). "fields" gives the rule of
            each field, whose name is of letters, digits, "-" and "_": "type" is one of the four
            words and always there; "required" is a bool, False if left out; "min" and "max",
            finite numbers that occur with "int" and "number", min <= max, and "one_of", a list
            of texts with "text" or of ints with "int" (an empty one allows no value), may each
            be left out, and an int may have both. "order" is a list of distinct pairs of
            different names from "fields", both "text" or both numeric ("int" or "number", also
            mixed); left out it is empty. "closed" is a bool, False if left out: then unknown
            keys are no reason.

    Returns:
        A tuple of two lists, both in the order of `records`. First the accepted records, as
        they came: nothing added, removed or converted. Then for every other record a dict with
        exactly the entries "position" (an int, its place in `records`, from 0), "record" (as it
        came) and "reasons" (a list of texts, each once, in the order of Python's `sorted`). Bad
        records never raise an error.

    >>> contract = {"fields": {"kind": {"type": "text", "required": True, "one_of": ["arrived"]},
    ...                        "delay": {"type": "number", "max": 2000}}, "closed": True}
    >>> good, bad = validate([{"kind": "arrived", "delay": 2000}, {"kind": "landed", "min": 3},
    ...                       {"delay": 2001}, None, {"kind": "arrived", "delay": None}], contract)
    >>> good
    [{'kind': 'arrived', 'delay': 2000}, {'kind': 'arrived', 'delay': None}]
    >>> for entry in bad:
    ...     print(entry["position"], entry["reasons"])
    1 ['kind/not-allowed', 'min/unknown']
    2 ['delay/range', 'kind/missing']
    3 ['record/not-a-dict']
    """

    ### BEGIN SOLUTION
    def has_type(value: Any, kind: str) -> bool:
        if kind == "flag":
            return isinstance(value, bool)
        if isinstance(value, bool):  # to Python a bool is an int
            return False
        if kind == "number":
            return isinstance(value, int | float) and math.isfinite(value)
        return isinstance(value, {"text": str, "int": int}[kind])

    def reasons_of(record: Any) -> list[str]:
        if not isinstance(record, dict):
            return ["record/not-a-dict"]
        found, typed = [], {}
        for name, rule in contract["fields"].items():
            value = record.get(name)
            if value is None:
                if rule.get("required", False):
                    found.append(f"{name}/missing")
                continue
            if not has_type(value, rule["type"]):
                found.append(f"{name}/type")
                continue
            typed[name] = value
            if value < rule.get("min", value) or value > rule.get("max", value):
                found.append(f"{name}/range")
            if "one_of" in rule and value not in rule["one_of"]:
                found.append(f"{name}/not-allowed")
        for first, second in contract.get("order", []):
            if first in typed and second in typed and typed[first] > typed[second]:
                found.append(f"{first}<={second}/broken")
        if contract.get("closed", False):
            found += [f"{name}/unknown" for name in record if name not in contract["fields"]]
        return sorted(found)

    accepted, quarantined = [], []
    for position, record in enumerate(records):
        reasons = reasons_of(record)
        if reasons:
            quarantined.append({"position": position, "record": record, "reasons": reasons})
        else:
            accepted.append(record)
    return accepted, quarantined
    ### END SOLUTION


# %% check="validate" points=5

# %% check="validate" hidden=true points=7

# %%
# Try it: a day of messages from the three gateways, each of which deploys once without a word.
# Two of the new forms are caught whole. One sends seconds for minutes: how many of those messages
# does a range catch, and what will the others do to your model?
#
# from collections import Counter
# from worlds.event_stream import deliver
#
# texts = ("message_id", "flight_id", "event_time", "received_at", "carrier", "dest")
# desk_contract = {
#     "fields": {name: {"type": "text", "required": True} for name in texts} | {
#         "origin": {"type": "text", "required": True, "one_of": ["EWR", "JFK", "LGA"]},
#         "kind": {"type": "text", "required": True,
#                  "one_of": ["scheduled", "departed", "arrived", "cancelled"]},
#         "version": {"type": "int", "required": True, "min": 1, "max": 3},
#         "delay_minutes": {"type": "int", "min": -120, "max": 2000},
#     },
#     "order": [["event_time", "received_at"]],
#     "closed": True,
# }
# stream = deliver("2013-06-14", seed=3)
# accepted, quarantined = validate(stream.messages, desk_contract)
# print(f"{len(accepted):,} accepted, {len(quarantined):,} put aside")
# print(Counter(reason for entry in quarantined for reason in entry["reasons"]))
# for change in stream.breaks:
#     told = [m for m in stream.messages if m["origin"] == change.gateway and m["kind"] in ("departed", "arrived")
#             and change.start <= pd.Timestamp(m["event_time"]) < change.end]
#     print(f"{change.gateway} sent {len(told)} delays in its new form: {change.form}")

# %% [markdown]
# ## 2. What time was it?
#
# The flights table writes a departure as 517, which is 05:17 on a clock in New York.
# It is a number you may neither subtract nor divide: 600 comes one minute after 559.
# On 29 departures of the year it is 2400, midnight at the *end* of the day.
# And on two nights the clock itself jumps: on 10 March 2013 New York has no 02:30, and on 3 November it has 01:30 twice.
# Read 2400 as 0, and a flight that left one minute after its schedule of 2359 left 1,439 minutes early;
# a model that is trained on such a row believes it.
#
# Store the instants of what has happened in UTC, convert once, at the door, and refuse what cannot have been.
# (A plan for the future keeps its local time and its zone: the law may move the clocks before it comes true.)


# %% exercise="to-utc"
def to_utc(
    year: int, month: int, day: int, hhmm: int, zone: str, occurrence: int = 1
) -> pd.Timestamp:
    """Convert a time on the clocks of a zone, written as one number, to an instant in UTC.

    Arguments:
        year, month, day: the date on those clocks; year from 1970 to 2025 (promise).
        hhmm: 100 times the hour plus the minute: 517 is 05:17, 5 is 00:05, 0 is midnight at the
            beginning of the date. 2400 is midnight at its end: 00:00 of the next date.
        zone: an IANA name such as "America/New_York", whose rules for that date apply. About
            the zones and years asked, all editions of the IANA database since 2020 agree
            (promise).
        occurrence: 1 or 2. Where the clocks are put back, the times of a stretch (mostly of an
            hour) come twice: 1 means the earlier of the two instants, 2 the later. For a time
            that comes once, the value makes no difference, but must be 1 or 2 all the same.

        The occurrence is a Python int; the other numbers are Python's integers, or NumPy's of
        any width that holds them (promise).

    Returns:
        A pd.Timestamp that carries the time zone UTC, in Python's, zoneinfo's or pandas's form,
        and has any unit. A Timestamp in another zone, or without one, is wrong even if it shows
        the right digits.

    Raises:
        ValueError: there is no such date; `hhmm` is negative or above 2400, or its last two
            digits are above 59; `occurrence` is neither 1 nor 2; there is no zone of that name;
            or the clocks of the zone skip this time, because they are put forward across it. A
            skipped time is never moved to one that exists. With 2400 it is the next date's
            00:00 that may be skipped, or come twice. A name of no zone has the form of
            "Mars/Olympus" (promise); for it, `zoneinfo` raises a KeyError, no ValueError.

    >>> to_utc(2013, 7, 31, 2400, "America/New_York")
    Timestamp('2013-08-01 04:00:00+0000', tz='UTC')
    >>> to_utc(2013, 11, 3, 130, "America/New_York").hour
    5
    >>> to_utc(2013, 11, 3, 130, "America/New_York", occurrence=2).hour
    6

    to_utc(2013, 3, 10, 230, "America/New_York") raises a ValueError: at 02:00 the clocks there
    went to 03:00.
    """
    ### BEGIN SOLUTION
    hour, minute = divmod(hhmm, 100)
    if not (0 <= hhmm <= 2400 and minute <= 59):
        raise ValueError(f"{hhmm} is no time of day")
    midnight = datetime(year, month, day)  # a ValueError where there is no such date
    clock = midnight + timedelta(hours=int(hour), minutes=int(minute))
    try:
        rules = ZoneInfo(zone)
    except KeyError:
        raise ValueError(f"there is no time zone {zone!r}") from None
    # A ValueError for any fold but 0 (the earlier of two) and 1 (the later).
    instant = clock.replace(tzinfo=rules, fold=occurrence - 1).astimezone(UTC)
    # zoneinfo gives a skipped time some instant too; only the way back shows that it is another.
    if instant.astimezone(rules).replace(tzinfo=None) != clock:
        raise ValueError(f"the clocks of {zone} skip {clock}")
    return pd.Timestamp(instant)
    ### END SOLUTION


# %% check="to-utc" points=4

# %% check="to-utc" hidden=true points=6

# %%
# Try it: departures that the table writes as 2400. Read as 0, each would have left a day before.
#
# from worlds.flights import load
#
# flights = load()
# at_midnight = flights[flights["dep_time"] == 2400]
# for flight in at_midnight.head(5).itertuples():
#     left = to_utc(flight.year, flight.month, flight.day, int(flight.dep_time), "America/New_York")
#     delay = (left - flight.scheduled_departure).total_seconds() / 60
#     print(f"{left}: {delay:.0f} minutes after schedule, the table says {flight.dep_delay:.0f}")

# %% [markdown]
# ## 3. Why are columns smaller?
#
# Written row by row, `"EWR"` is stored 120,835 times a year.
# Written column by column, equal values lie next to each other, and two old tricks apply.
# A **dictionary** stores each distinct value once and refers to it by a small code.
# **Run-length encoding** stores a code that repeats once, with the length of its run.
# Parquet does both, which is why the same flights take a fraction of the bytes of a CSV file.
#
# A storage format has one duty above all: to give back what was put in.
# That includes what is missing, and it includes NaN, which is not equal to itself
# and will fill a careless dictionary with copies of itself.


# %% exercise="encode-column"
def encode_column(values: Sequence[Any]) -> dict[str, Any]:
    """Encode one column by a dictionary and run lengths.

    Arguments:
        values: a list of texts, of ints, or of floats, never mixed, with None wherever a value
            is missing (promise). Ints are from -2**63 to 2**63 - 1. Floats may be NaN and
            infinite; -0.0 does not occur (promise). All None, or empty, is fine. Texts can be
            written in UTF-8, and may be empty (promise). There are at most 65,535 distinct values
            (promise).

    Returns:
        A dict with exactly these entries:
            "dictionary": a list of the distinct values in the order of their first appearance,
                None not among them. All NaNs are one value here, though NaN != NaN. The empty
                text is a value. An int stays an int, and a float a float.
            "codes": a list of ints, one for each run: the position in the dictionary, or -1
                for None. A run is as long as it can be: neighbouring codes differ.
            "lengths": a list of ints, the length of each run, at least 1. They add up to the
                number of values.
            "bytes": an int, the encoded size. A text of the dictionary takes 4 bytes and its
                bytes in UTF-8, an int or a float 8. A run takes 4 bytes for its length, and
                for its code 1 byte if the dictionary has at most 255 entries, else 2. (One code
                is always kept for None, whether it occurs or not.)

    >>> encoded = encode_column(["UA", "UA", None, "B6", "UA"])
    >>> encoded["dictionary"], encoded["codes"], encoded["lengths"], encoded["bytes"]
    (['UA', 'B6'], [0, -1, 1, 0], [2, 1, 1, 1], 32)

    Two texts of 4 + 2 bytes each, and four runs of 4 + 1.
    """
    ### BEGIN SOLUTION
    code_of: dict[Any, int] = {}
    dictionary: list[Any] = []
    codes: list[int] = []
    lengths: list[int] = []
    for value in values:
        if value is None:
            code = -1
        else:
            # NaN is equal to nothing, itself included, so it is looked up under a stand-in.
            key = "NaN" if isinstance(value, float) and np.isnan(value) else value
            code = code_of.setdefault(key, len(dictionary))
            if code == len(dictionary):
                dictionary.append(value)
        if codes and codes[-1] == code:
            lengths[-1] += 1
        else:
            codes.append(code)
            lengths.append(1)
    sizes = [4 + len(v.encode("utf-8")) if isinstance(v, str) else 8 for v in dictionary]
    code_bytes = 1 if len(dictionary) <= 255 else 2
    return {
        "dictionary": dictionary,
        "codes": codes,
        "lengths": lengths,
        "bytes": sum(sizes) + len(codes) * (4 + code_bytes),
    }
    ### END SOLUTION


def decode_column(encoded: Mapping[str, Any]) -> list[Any]:
    """Give back the values of an encoded column.

    Arguments:
        encoded: a dict with the lists "dictionary", "codes" and "lengths" as `encode_column`
            describes them: all codes and lengths are ints, and the dictionary has at most
            65,535 entries, of one type and never None (promise). It may come from another
            writer, so runs need not be as long as they can be, and entries of the dictionary
            may be unused or repeated. Other entries may or may not be there, "bytes" as well,
            and are ignored.

    Returns:
        A list of all values in order, None where the code is -1. For every column,
        `decode_column(encode_column(values))` is `values` again: same length and order, texts
        as texts, ints as ints, floats as floats (Python's or NumPy's), None as None and NaN as
        NaN.

    Raises:
        ValueError: the encoding is damaged: there are not as many lengths as codes, a code is
            below -1 or beyond the last entry of the dictionary, or a length is below 1.

    >>> decode_column({"dictionary": ["UA"], "codes": [0, -1, 0], "lengths": [1, 1, 2]})
    ['UA', None, 'UA', 'UA']
    """
    ### BEGIN SOLUTION
    dictionary, codes, lengths = encoded["dictionary"], encoded["codes"], encoded["lengths"]
    values: list[Any] = []
    for code, length in zip(codes, lengths, strict=True):  # strict: a ValueError if one is longer
        if not (-1 <= code < len(dictionary) and length >= 1):
            raise ValueError(f"a run of length {length} with code {code} is damaged")
        values += [None if code == -1 else dictionary[code]] * length
    return values
    ### END SOLUTION


# %% check="encode-column" points=5

# %% check="encode-column" hidden=true points=7

# %%
# Try it: which columns shrink, which do not, and what does sorting the table change?
#
# from worlds.flights import load
#
# flights = load()
# for order in ("scheduled_departure", "carrier"):
#     in_order = flights.sort_values(order, kind="stable")
#     for column in ("carrier", "origin", "distance"):
#         values = [None if value != value else value for value in in_order[column].tolist()]
#         plain = sum(4 + len(v) if isinstance(v, str) else 8 for v in values if v is not None)
#         encoded = encode_column(values)
#         assert decode_column(encoded) == values
#         print(f"by {order:20}{column:10}{encoded['bytes'] / plain:8.2%} of {plain:,} bytes")

# %% [markdown]
# ## 4. How does a table survive its messages?
#
# No network delivers each message exactly once.
# It can promise *at most once*, and lose some, or *at least once*, and repeat some; a sender that hears no answer has no third choice.
# So the receiver makes repeats harmless: merging a message twice must do what merging it once did.
# And since a retry may arrive after its successor, the order of arrival must not matter either.
#
# Both follow from one decision: each row carries a **version**, and the highest version wins, whenever it arrives.
# The trap is deletion.
# Remove the row, and the memory of its version is gone: a stale message from before the deletion brings it back to life.
# A deleted row therefore leaves a **tombstone**: no content, but a version.


# %% exercise="merge-changes"
def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Merge changes into a table, so that neither their order nor their repetition matters.

    A table is a dict from keys (texts) to entries. An entry is a dict with exactly "version",
    an int, and "row", a dict with the content, or None for a tombstone: a row that was deleted
    at that version. A change is a dict with exactly "key", "version" and "row": it says that
    at this version the key's row is "row" as a whole, or is deleted (None).

    For each key the highest version wins among the entry of the table and all its changes:
        - a row replaces the earlier row as a whole; nothing of the earlier one is kept;
        - a tombstone stays in the table, also for a key that was not there before, and a change
          with a lower version does not bring the row back. One with a higher version does;
        - an empty row {} is a row, not a deletion.

    Arguments:
        table: any table as described; the result of an earlier merge, or {}.
        changes: a list of changes in the order in which they happened to arrive. The same
            change may be there many times, and may be in the table already.
            Keys are any texts without quotes and backslashes. Versions are ints from -2**63 to
            2**63 - 1. Rows hold texts, ints and None, so that two rows can be compared by `==`
            (all promises).

    Returns:
        The merged table as a new dict of the same form, with entries of the table that no
        change concerns as they were. As long as nothing below is raised, merging a list at
        once, in parts, in another order or repeatedly gives the same.

    Raises:
        ValueError: two different rows claim the same key and version, among the changes, or
            between a change and the entry in the table; a row and a deletion are different as
            well. This holds for versions that are not the highest, and wherever the two stand
            in the list. The message contains the key. (What an earlier merge has replaced is
            forgotten, and no change can contradict it any more.)

    >>> table = merge_changes({}, [{"key": "UA1545", "version": 2, "row": {"delay": 11}},
    ...                            {"key": "UA1545", "version": 1, "row": {"delay": 0}},
    ...                            {"key": "B6725", "version": 5, "row": None}])
    >>> table["UA1545"], table["B6725"]
    ({'version': 2, 'row': {'delay': 11}}, {'version': 5, 'row': None})
    >>> merge_changes(table, [{"key": "B6725", "version": 4, "row": {"delay": 3}}]) == table
    True
    """
    ### BEGIN SOLUTION
    claimed = {(key, entry["version"]): entry["row"] for key, entry in table.items()}
    merged: dict[str, Any] = dict(table)  # entries are replaced below, never changed
    for change in changes:
        key, version, row = change["key"], change["version"], change["row"]
        # A version that lost is remembered too: what contradicts it may come after it.
        if claimed.setdefault((key, version), row) != row:
            raise ValueError(f"two different rows claim version {version} of {key!r}")
        if key not in merged or version > merged[key]["version"]:
            merged[key] = {"version": version, "row": row}
    return merged
    ### END SOLUTION


# %% check="merge-changes" points=5

# %% check="merge-changes" hidden=true points=7

# %%
# Try it: the stream repeats and reorders messages, and each fact about a flight has a version.
# Merge a day as it arrived, then backwards and twice over: the same table?
# The last lines make of it the table of week 1, which your `late_labels` would take as it is.
#
# from worlds.event_stream import Faults, deliver
#
# stream = deliver("2013-06-14", seed=2, faults=Faults(break_share=0))
# changes = [
#     {"key": m["flight_id"], "version": m["version"],
#      "row": {"kind": m["kind"], "delay": m["delay_minutes"]}}
#     for m in stream.messages
# ]
# table = merge_changes({}, changes)
# print(f"{len(changes):,} messages about {len(table):,} flights")
# print("the same backwards, and twice over:", merge_changes({}, changes[::-1] * 2) == table)
#
# last = pd.DataFrame([entry["row"] for entry in table.values()], index=list(table))
# flights = pd.DataFrame({"arr_delay": last["delay"].where(last["kind"] == "arrived")})
# print(last["kind"].value_counts().to_dict())
# print(f"{(flights['arr_delay'] >= 15).sum() / flights['arr_delay'].count():.1%} of the arrivals were late")

# %% [markdown]
# ## 5. When is an hour over?
#
# The operations desk wants to know, hour by hour, how many flights left.
# The hour that counts is the one in which the flight left (**event time**), not the one in which the message arrived (**processing time**):
# count by arrival, and every outage of a gateway looks like a quiet hour followed by a rush.
#
# But then, when is the hour complete? A message may always still be on its way.
# A stream processor answers with a **watermark**: a moving mark that says "I expect nothing older than this any more".
# Here it trails the latest event time seen so far by `allowed_lateness`.
# When the mark reaches the end of a window, the window is closed and its count is published.
# What arrives for a closed window is too late for the count, but it is not thrown away: it goes to a side output.
# Wait longer and fewer are too late, but every count is published later. No setting gives both.
#
# One pass over the events is enough. A stream has no end, so whatever looks back at all earlier events gets slower every day.


# %% exercise="tumbling-counts"
def tumbling_counts(
    events: Sequence[Mapping[str, int]], window: int, allowed_lateness: int
) -> dict[str, Any]:
    """Count events per window of event time, closing windows by a watermark.

    A window begins at a multiple of `window` (…, -window, 0, window, …) and lasts `window`
    seconds: its beginning belongs to it, its end to the next one.

    The watermark is the greatest event time seen so far, minus `allowed_lateness`. It is
    brought up to date after each event, never goes back, and does not exist before the first
    event. A window is closed as soon as the watermark is at its end or beyond, and stays so.
    An event is too late if its window is closed when it arrives; it is then not counted.

    Arguments:
        events: a list of dicts in the order of their arrival, each with "event_time", an int:
            seconds from some origin, which may be negative; below 10**12 in size (promise). The
            events may have other entries, such as "received_at"; those have no influence. Equal
            events are events of their own, and each is counted.
        window: the length of a window in seconds, a whole number.
        allowed_lateness: in seconds, a whole number. Both are below 10**12 in size, and no
            unsigned ones of NumPy (promise).

    Returns:
        A dict with exactly these entries, as of the end of the list:
            "closed": a dict from the beginning of each closed window to its count (ints).
            "open": the same for the windows that are not closed.
            "late": a list with the positions in `events` (from 0) of those that came too late,
                in ascending order.
            "watermark": the watermark, an int; None if there are no events.
        A window with no counted event is in neither dict, so every count is at least 1.

    Raises:
        ValueError: `window` is below 1 or `allowed_lateness` is negative. This is checked even
            when `events` is empty; an empty list itself is no error.

    >>> events = [{"event_time": t} for t in (3, 59, 60, 70, 58, 71, 5, 60)]
    >>> counts = tumbling_counts(events, window=60, allowed_lateness=10)
    >>> counts["closed"], counts["open"], counts["late"], counts["watermark"]
    ({0: 2}, {60: 4}, [4, 6], 61)

    The event at 70 brings the watermark to 60, which closes the window from 0 to 60. What
    arrives at positions 4 and 6 belongs to it, and is too late.
    """
    ### BEGIN SOLUTION
    if window < 1 or allowed_lateness < 0:
        raise ValueError(f"no window of {window} s with {allowed_lateness} s of lateness")
    counts: dict[int, int] = {}
    late: list[int] = []
    watermark = None
    for position, event in enumerate(events):
        begins = event["event_time"] // window * window  # floor, also below zero
        if watermark is not None and watermark >= begins + window:
            late.append(position)
        else:
            counts[begins] = counts.get(begins, 0) + 1
        mark = event["event_time"] - allowed_lateness
        watermark = mark if watermark is None else max(watermark, mark)
    closed = {begins for begins in counts if watermark >= begins + window}
    return {
        "closed": {begins: n for begins, n in counts.items() if begins in closed},
        "open": {begins: n for begins, n in counts.items() if begins not in closed},
        "late": late,
        "watermark": watermark,
    }
    ### END SOLUTION


# %% check="tumbling-counts" points=5

# %% check="tumbling-counts" hidden=true points=7

# %%
# Try it: departures per hour on three days with outages. How long must the desk wait to lose fewer than
# one departure in a thousand, and how old is each hour's count by then?
#
# from worlds.event_stream import Faults, deliver
#
# stream = deliver("2013-06-14", days=3, seed=2, faults=Faults(duplicate_share=0))
# departures = [
#     {"event_time": int(pd.Timestamp(m["event_time"]).timestamp())}
#     for m in stream.messages
#     if m["kind"] == "departed"
# ]
# for minutes in (0, 2, 5, 10, 15, 20, 30, 60):
#     late = tumbling_counts(departures, 3600, minutes * 60)["late"]
#     print(f"waiting {minutes:2} minutes: {len(late) / len(departures):7.3%} come too late; "
#           f"when an hour is published, its first departure is {60 + minutes} minutes old")

# %% [markdown]
# ## 6. What if it dies half-way?
#
# Every night a chain of steps turns the day's messages into a table: fetch, validate, merge, publish.
# One night the machine dies in the third. In the morning somebody starts the job again.
# If it begins at the top, the day is published twice; if it begins after the step that died, something is missing.
#
# Two things make a rerun safe, and it needs both.
# A **checkpoint** after each step, kept in a store that survives the crash, says what need not be done again.
# But between the effect of a step and its checkpoint there is always a moment in which the machine can die,
# and then the step *will* be done again.
# So each step receives a **token** that is the same on every attempt.
# Whoever receives the effect keeps the tokens it has seen, and ignores a repeat.
# Done at least once, with effects that count once: nobody has anything better,
# whatever "exactly once" in the brochure may suggest.


# %% exercise="run-pipeline"
def run_pipeline(
    run: str,
    steps: Sequence[tuple[str, Callable[[Any, str], Any]]],
    read: Callable[[str], Any],
    write: Callable[[str, Any], None],
) -> Any:
    """Run the steps of a run in order, taking up where an earlier attempt at it stopped.

    The token of a step is the text "RUN/NAME", such as "2013-06-14/merge". It is what the step
    is called with, and also the key of its checkpoint in the store.

    For each step in order:
        - if the store has its checkpoint, the step is finished: it is not called again, and its
          output is what the checkpoint holds;
        - otherwise the step is called once, as `step(previous, token)`, where `previous` is the
          output of the step before it, and None for the first step. When it has returned, its
          output is written to the store, before the next step is called.

    Arguments:
        run: the name of the run, any text. The store may hold checkpoints of other runs with
            the same names of steps; no two runs make the same token (promise).
        steps: a list of pairs (name, step), the same on every attempt at a run (promise). The
            name is any text. A step's output is made of texts, numbers, bools, lists and dicts;
            it is never None (promise), but may be 0, "", False, or an empty list or dict. No
            step changes its `previous` (promise).
        read: `read(key)` returns what was last written under the key, or None if nothing was.
        write: `write(key, value)` stores the value under the key, wholly or not at all, and
            survives a crash. Written are the checkpoints of steps called in this attempt,
            each once, and nothing else: no marks for steps that have begun or failed.

        All functions are called with positional arguments. When and how often `read` is called,
        and for which tokens of this run, is up to you. What the store holds for this run was
        written by earlier attempts (promise): the checkpoints of its first few steps, of none,
        or of all.

    Returns:
        The output of the last step, also when it was finished before.

    Raises:
        RuntimeError: a step raised an Exception (a KeyboardInterrupt, say, is none and passes).
            The message contains the name of the step and the whole text of its error, as `str`
            gives it (so "'gate'" for KeyError("gate"), and nothing for an error without
            arguments). Nothing is written for that step, no later step is called, and the step is
            not tried again in this attempt; checkpoints of earlier steps stay.
        ValueError: there are no steps, or a name is there twice. Then nothing is called: no
            step, and neither `read` nor `write`.
        Whatever `read` or `write` raise is passed on as it is, with its own type, and nothing
            is called after it. (A failing `write` may have stored the value all the same; steps
            that come before a failing `read` may have been called or not, as you choose when
            to read.)

    >>> store, calls = {}, []
    >>> def count(previous, token):
    ...     calls.append(token)
    ...     return (previous or 0) + 1
    >>> steps = [("fetch", count), ("merge", count)]
    >>> run_pipeline("june", steps, store.get, store.__setitem__)
    2
    >>> store
    {'june/fetch': 1, 'june/merge': 2}
    >>> run_pipeline("june", steps, store.get, store.__setitem__), calls
    (2, ['june/fetch', 'june/merge'])
    """
    ### BEGIN SOLUTION
    names = [name for name, _ in steps]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"a run needs steps, each with a name of its own, not {names}")
    output = None
    for name, step in steps:
        token = f"{run}/{name}"
        checkpoint = read(token)
        if checkpoint is not None:
            output = checkpoint
            continue
        try:
            output = step(output, token)
        except Exception as error:
            raise RuntimeError(f"step {name} of {run} failed: {error}") from error
        # Effect first, then the checkpoint: the other way round, a crash here would lose the step.
        write(token, output)
    return output
    ### END SOLUTION


# %% check="run-pipeline" points=5

# %% check="run-pipeline" hidden=true points=7

# %%
# Try it: your own functions, chained into a night's work on a machine that dies while it publishes.
# The table is on the desk already when the power fails: how many tables does the desk have in the morning?
#
# from worlds.event_stream import deliver
#
# store, desk, power = {}, {}, ["off"]
# typed = {"fields": {"version": {"type": "int", "required": True}, "delay_minutes": {"type": "int"}}}
#
# def fetch(previous, token):
#     return deliver("2013-06-14", seed=3).messages
#
# def accept(messages, token):
#     accepted, quarantined = validate(messages, typed)
#     print(f"{token}: {len(accepted):,} accepted, {len(quarantined):,} put aside")
#     return accepted
#
# def merge(messages, token):
#     changes = [{"key": m["flight_id"], "version": m["version"], "row": {"kind": m["kind"]}} for m in messages]
#     table = merge_changes({}, changes)
#     print(f"{token}: {len(messages):,} messages about {len(table):,} flights")
#     return table
#
# def publish(table, token):
#     kinds = encode_column([table[key]["row"]["kind"] for key in sorted(table)])
#     desk.setdefault(token, kinds)  # the desk ignores a token it has seen
#     print(f"{token}: one column of {kinds['bytes']:,} bytes is on the desk")
#     if power:
#         raise OSError(f"power {power.pop()}")
#     return len(table)
#
# night = [("fetch", fetch), ("accept", accept), ("merge", merge), ("publish", publish)]
# for attempt in ("night", "morning"):
#     try:
#         print(attempt, run_pipeline("2013-06-14", night, store.get, store.__setitem__), "flights")
#     except RuntimeError as error:
#         print(attempt, error)
# print(len(desk), "table on the desk")

# %% [markdown]
# ## 7. What will a query cost?
#
# Cloud warehouses charge by the byte read, and so does your patience.
# A row file has to be read whole, whatever you ask for.
# A column file reads only the columns the query names.
# And since each **row group** carries the smallest and largest value of its columns,
# a group in which no row can match is skipped without being opened (*predicate push-down*).
#
# That last saving depends on how the rows were laid out when they were written:
# sorted by month, a query for February skips eleven groups of twelve; shuffled, it skips none.
# So it pays to estimate before you write the file.


# %% exercise="plan-scan"
def plan_scan(
    query: Mapping[str, Any], layout: Mapping[str, Any], schema: Mapping[str, int]
) -> dict[str, int]:
    """Estimate what a query reads from a file.

    Arguments:
        query: a dict with "columns", a list of the columns it returns (a name may be repeated;
            the list may be empty, as for counting rows), and "where", a list of conditions
            that must all hold, possibly empty. A condition is a dict with "column", "min" and
            "max": a row matches if its value is from min to max, both included. Either limit
            may be None: no limit on that side. Where both are there, min <= max (promise). A
            column may be in several conditions, and in "columns" as well.
        layout: a dict with "kind", a text; "footer_bytes", an int from 0; and "groups", a list
            of row groups, possibly empty. A group is a dict with "rows", an int from 1, and
            "stats", a dict from columns of the schema to a pair [smallest, largest] of the
            values in the group, never None. A column may be missing from "stats".
        schema: the size of one value of each column of the file, in bytes (ints from 1).

        Limits and statistics of one column are all finite numbers or all texts (promise).

    A row layout has no use for statistics: every group is read, and of each row all columns of
    the schema, whatever the query asks for.

    A column layout skips a group if, for at least one condition, the statistics show that no row
    of the group can match: its smallest value is greater than the condition's max, or its
    largest is less than its min. A group whose statistics lack the column cannot be skipped on
    account of that condition. Each condition is held against the statistics by itself: that two
    of them contradict each other skips nothing. Of each group that is read, it reads the columns
    that the query returns or puts conditions on, each of them once, and no other column.

    Either layout reads the footer, once, even if nothing else is read.

    Returns:
        A dict with exactly these entries, all ints:
            "groups": the number of row groups read.
            "rows": the number of rows in those groups.
            "bytes": the bytes read: footer_bytes, and for each row of those groups the sizes of
                the columns read. Where no column is read (nothing asked for, no condition), a
                group that is not skipped counts as read all the same, with its rows, at no bytes.

    Raises:
        ValueError: "kind" is neither "row" nor "column"; or the query returns a column, or puts
            a condition on one, that is not in the schema, whatever the layout is. The message
            contains the kind or the column.

    >>> schema = {"month": 1, "carrier": 2, "arr_delay": 8}
    >>> groups = [{"rows": 100, "stats": {"month": [1, 2]}},
    ...           {"rows": 100, "stats": {"month": [2, 3]}},
    ...           {"rows": 50, "stats": {"month": [4, 5]}}]
    >>> query = {"columns": ["arr_delay"], "where": [{"column": "month", "min": 3, "max": 3}]}
    >>> for kind in ("row", "column"):
    ...     print(plan_scan(query, {"kind": kind, "footer_bytes": 20, "groups": groups}, schema))
    {'groups': 3, 'rows': 250, 'bytes': 2770}
    {'groups': 1, 'rows': 100, 'bytes': 920}
    """
    ### BEGIN SOLUTION
    if layout["kind"] not in ("row", "column"):
        raise ValueError(f"there is no layout of kind {layout['kind']!r}")
    conditions = query["where"]
    # A set: a column that is both returned and filtered on is read once.
    needed = {*query["columns"], *(condition["column"] for condition in conditions)}
    for column in needed:
        if column not in schema:
            raise ValueError(f"the file has no column {column!r}")

    def can_match(group: Mapping[str, Any], condition: Mapping[str, Any]) -> bool:
        if condition["column"] not in group["stats"]:
            return True
        smallest, largest = group["stats"][condition["column"]]
        low, high = condition["min"], condition["max"]
        return (low is None or largest >= low) and (high is None or smallest <= high)

    read = layout["groups"]
    if layout["kind"] == "row":
        needed = set(schema)
    else:
        read = [g for g in read if all(can_match(g, condition) for condition in conditions)]
    rows = sum(group["rows"] for group in read)
    row_bytes = sum(schema[column] for column in needed)
    return {
        "groups": len(read),
        "rows": rows,
        "bytes": layout["footer_bytes"] + rows * row_bytes,
    }
    ### END SOLUTION


# %% check="plan-scan" points=4

# %% check="plan-scan" hidden=true points=6

# %%
# Try it: the mean delay in February, from a row file and from column files written in two orders.
#
# from worlds.flights import load
#
# flights = load()
# schema = {"month": 1, "day": 1, "carrier": 2, "origin": 3, "dest": 3, "arr_delay": 8, "distance": 8}
# february = {"columns": ["arr_delay"], "where": [{"column": "month", "min": 2, "max": 2}]}
# for order in ("scheduled_departure", "carrier"):
#     months = flights.sort_values(order, kind="stable")["month"].to_numpy()
#     groups = [
#         {"rows": len(part), "stats": {"month": [int(part.min()), int(part.max())]}}
#         for part in np.array_split(months, 34)
#     ]
#     for kind in ("row", "column"):
#         layout = {"kind": kind, "footer_bytes": 4_000, "groups": groups}
#         print(f"{kind:7} by {order:20}", plan_scan(february, layout, schema))

# %%
# Try it: figures for the memo. How many messages come in a day and in its busiest minute, and how
# large is one, written as JSON?
#
# import json
# from worlds.event_stream import deliver
#
# messages = deliver("2013-06-14", seed=3).messages
# size = np.mean([len(json.dumps(message)) for message in messages])
# busiest = pd.Series([message["received_at"][:16] for message in messages]).value_counts().max()
# print(f"{len(messages):,} messages a day of {size:.0f} bytes each, repeats counted")
# print(f"{len(messages) / 86_400:.3f} a second on average, {busiest / 60:.2f} in the busiest minute")

# %% [markdown]
# ## Memo: store and ingest 100 times the traffic
#
# The delay desk is to serve every airport of the country: 100 times the messages of New York.
# Recommend how its data should arrive and where it should be kept.
# Write 400 to 700 words (up to 800 cost nothing) under the five headings below, to the engineer who will run it and be called at night.
# Use figures from your own work above; where you must assume one, such as the peak, say so.
#
# The memo is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **Load** | (a) messages a second, on average *and* at peak; (b) the bytes a year of the raw messages, uncompressed, with the bytes a message that they follow from (repeats counted or not, as the page says); (c) two kinds of reader, each with how often it reads | (a) only one of the two is given, or the peak is the average; (b) the product does not follow from the factors on the page; (c) a reader has no frequency |
# | **Storage** | (a) a named store, engine or file format for the current state of a flight, and one for the history; (b) the column by which the history is partitioned or sorted, with one query that this makes cheaper, and by how much (in bytes, or as a ratio); (c) one alternative that was considered, with a reason against it | (a) "a database" or "the cloud" is all it says; (b) no query, or no figure, or the figure of another layout; (c) the reason has no number and names no figure of *Load* |
# | **Ingestion** | (a) batch, stream or both, with the longest delay from event to table that each reader named under *Load* accepts; (b) how long is waited for late messages, with the share that comes too late all the same; (c) where messages go that come too late, where those go that break the contract, and who is told | (a) a reader has no delay; (b) no share, or none that belongs to this wait (measured on New York will do, if the page says so); (c) one of the three is missing |
# | **Failure** | what notices or absorbs (a) a message that arrives twice, (b) a job that dies between an effect and its checkpoint, (c) a producer that changes its format without notice (a new name or type of a field will do); each by the name of a mechanism (such as version, key, token, contract, quarantine, a monitored statistic), which may be the same for two of them | the answer is a person's care ("we test well", "we would notice"), or names a mechanism without saying what it does in this case |
# | **Limits** | (a) the part that breaks first as the load grows, with the load at which it does; (b) a measurement that shows it coming, with its alarm value; (c) something this design gives up, and who is hurt by that | (a) no load; (b) no value with a unit; (c) no reader or role is named |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A memo of more than 800 words, headings not counted, or without the five headings, loses 2 points in all; a shorter one loses nothing but what it leaves out.

# %% [markdown] memo="storage-memo" points=20
# # Memo: data for the whole country
#
# ## Load
#
# ### BEGIN SOLUTION
# New York gave 1,000,898 facts in 2013, or 2,742 a day.
# A hundred times that is 274,200 a day: 3.2 a second on average.
# The busiest hour of 2013 held 223 facts, twice the mean, which makes 100 times 223 / 3,600 s = 6.2 a second.
# Links that come back after an outage send an hour at once, so I plan for 100 a second (assumed).
# A message is 268 bytes as JSON, so the raw messages take 26.8 GB a year, and 27.6 GB with the 3 % that come twice.
# Two readers matter: the desk asks for the state of one flight, about 100 times a minute (assumed),
# and training reads two columns of a quarter, once a night.
# ### END SOLUTION
#
# ## Storage
#
# ### BEGIN SOLUTION
# The current state of each flight goes into one PostgreSQL table, keyed by flight with a version;
# it holds three days, about 280,000 rows, and answers by key.
# The history goes into Parquet files in object storage, one folder a month, sorted by scheduled departure, and is queried with DuckDB.
# Measured on a year of New York, a fact takes 15 bytes as Parquet and 77 as CSV, so the history grows by 1.5 GB a year instead of 7.7.
# By the estimate of exercise 7 on New York's flights, a query for February reads 0.36 MB if the file is sorted by time (4 of 34 row groups)
# and 1.7 MB if it is sorted by carrier (19 of 34).
# The alternative was one row store for everything.
# I advise against it: the same query reads all rows there, 8.8 MB, or 24 times as much.
# ### END SOLUTION
#
# ## Ingestion
#
# ### BEGIN SOLUTION
# Both. The desk needs a change within a minute, so messages are streamed into the state table.
# Training needs yesterday by 05:00, so the history is written by a nightly batch from the same log.
# Hourly counts wait 15 minutes: in a simulated week, 90 % of the messages arrived within 3.3 minutes and 99 % within 31,
# and with 15 minutes of waiting 0.06 % of the departures came too late for their hour.
# These go to a side table, which the nightly batch merges, and the shift lead is told how many; until then the count on the screen is marked "provisional".
# What breaks the contract goes to a quarantine table with its reasons.
# The gateway's owner is told at 20 entries in ten minutes, the engineer on call at 200.
# ### END SOLUTION
#
# ## Failure
#
# ### BEGIN SOLUTION
# A message that arrives twice is absorbed by the merge: same key, same version, same row, no change.
# If the nightly job dies between publishing and its checkpoint, the rerun publishes again with the same token, and the receiver ignores a token it has seen.
# A renamed field is noticed by the closed contract, as an unknown field; a number sent as text, as a wrong type.
# Seconds in place of minutes pass the type, and only the largest leave the range.
# So each gateway's median delay is compared with that of the hour before, and a factor of five raises an alarm.
# ### END SOLUTION
#
# ## Limits
#
# ### BEGIN SOLUTION
# The single writer of the state table breaks first: I measured nothing yet, and assume 1,000 upserts a second, ten times the planned peak.
# What shows it coming is the age of the oldest message not yet merged; the alarm is at 60 seconds for five minutes.
# We give up a complete hourly count before 15 minutes have passed.
# Shift leads are hurt by that: on a bad evening they see the last hour too low, which is why it is marked.
# ### END SOLUTION
