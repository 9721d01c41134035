import json
import sqlite3
from contextlib import closing


def merge_changes(table, changes):
    """Let a database of one table, with a primary key, find contradictions."""
    claims = [(key, entry["version"], entry["row"]) for key, entry in table.items()]
    claims += [(change["key"], change["version"], change["row"]) for change in changes]
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE c (k TEXT, v TEXT, r TEXT, PRIMARY KEY (k, v))")
        for key, version, row in claims:
            text = json.dumps(row, sort_keys=True)
            database.execute("INSERT OR IGNORE INTO c VALUES (?, ?, ?)", (key, str(version), text))
            where = (key, str(version))
            (kept,) = database.execute("SELECT r FROM c WHERE k = ? AND v = ?", where).fetchone()
            if kept != text:
                raise ValueError(f"{key} has two rows at version {version}")
        rows = database.execute("SELECT k, v, r FROM c").fetchall()
    rows.sort(key=lambda row: int(row[1]))
    return {key: {"version": int(v), "row": json.loads(text)} for key, v, text in rows}
