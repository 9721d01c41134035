#!/usr/bin/env bash
# WHAT: to a date of 2300 in a column of seconds, a day can be added if it was made by
#   Timedelta(days=1), and raises OutOfBoundsDatetime if it was made from nanoseconds, though the two
#   days are equal and the sum is a valid time of the column. pandas 3.1.1, run on 2026-11-29. Guess before: the sum is made in the column's unit.
# WHY IT MATTERS: far dates stand for "valid until further notice" in many tables; whether a join with
#   a tolerance works on them depends on how the tolerance was written down.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1
"$room/venv/bin/python" - <<'END'
import numpy as np
import pandas as pd

far = pd.Series(np.array(["2300-01-01"], dtype="datetime64[s]"))
days = {
    "Timedelta(days=1)": pd.Timedelta(days=1),
    "Timedelta of nanoseconds": pd.Timedelta(np.timedelta64(86_400 * 10**9, "ns")),
    "to_timedelta(1.0, unit='D')": pd.to_timedelta(pd.Series([1.0]), unit="D"),
}
outcome = {}
for name, day in days.items():
    assert bool(np.all(day == pd.Timedelta(days=1)))
    try:
        outcome[name] = str((far + day).iloc[0])
    except pd.errors.OutOfBoundsDatetime as error:
        outcome[name] = f"OutOfBoundsDatetime: {error}"
print("pandas", pd.__version__)
for name, result in outcome.items():
    print(f"  {name:28} {result}")
assert outcome["Timedelta(days=1)"].startswith("2300-01-02")
assert outcome["Timedelta of nanoseconds"].startswith("OutOfBounds")
END
