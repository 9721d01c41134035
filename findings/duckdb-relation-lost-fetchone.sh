#!/usr/bin/env bash
# WHAT: a relation of DuckDB's Python package, what `duckdb.sql(...)` returns, has `fetchone` and
#   `fetchmany` in 1.4.4 and lacks them in 2.0.0; `fetchall` stays, and a connection keeps all three.
#   Run on 2026-11-29. Guess before: the three go together.
# WHY IT MATTERS: `duckdb.sql("select count(*) ...").fetchone()[0]` is how a pipeline's checks count
#   rows; after the upgrade each of them ends with an AttributeError, or a caught one.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
for version in 1.4.4 2.0.0; do
    python3 -m venv "$room/$version"
    "$room/$version/bin/pip" install --quiet --disable-pip-version-check "duckdb==$version"
    "$room/$version/bin/python" - <<'END'
import duckdb

names = ("fetchone", "fetchmany", "fetchall")
relation = [name for name in names if hasattr(duckdb.sql("select 1"), name)]
connection = [name for name in names if hasattr(duckdb.connect(), name)]
print(f"DuckDB {duckdb.__version__}: a relation has {relation}, a connection {connection}")
assert relation == (list(names) if duckdb.__version__.startswith("1.") else ["fetchall"])
assert connection == list(names)
END
done
