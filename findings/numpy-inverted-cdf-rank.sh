#!/usr/bin/env bash
# WHAT: np.quantile(..., method="inverted_cdf") takes the value of the wrong rank where the rank is a
#   whole number that floats do not hit: the 55th percentile of 1 to 100 is 56. NumPy 2.4.6, run on
#   2026-11-29; not reported yet. Guess before: 55, as the definition says. Control: the rank by
#   whole numbers, and DuckDB's quantile_disc.
# WHY IT MATTERS: bins of a monitor, made of such quantiles, move by a row when the sample has another
#   size, and an exact comparison between two engines fails on some sizes only (180 and 20 bins, say).
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.4.6 duckdb==2.0.0
"$room/venv/bin/python" - <<'END'
import duckdb
import numpy as np

values = np.arange(1, 101)
rank = -(-55 * 100 // 100)  # the smallest rank that holds at least 55 of 100 values
ours = int(np.quantile(values, 0.55, method="inverted_cdf"))
(other,) = duckdb.sql("select quantile_disc(x, 0.55) from range(1, 101) t(x)").fetchall()[0]
print(f"NumPy {np.__version__}: {ours}; by rank: {values[rank - 1]}; DuckDB {duckdb.__version__}: {other}")
wrong = [
    (n, bins)
    for n in range(2, 401)
    for bins in (4, 5, 10, 20)
    if any(
        np.quantile(np.arange(1, n + 1), np.arange(1, bins) / bins, method="inverted_cdf")
        != [-(-i * n // bins) for i in range(1, bins)]
    )
]
print("sizes and numbers of bins that are affected, up to 400 rows:", wrong)
assert (ours, int(values[rank - 1]), other) == (56, 55, 55)
assert wrong and all(bins == 20 for _, bins in wrong)
END
