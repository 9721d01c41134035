import json
import sqlite3


def merge_changes(table, changes):
    """Let a database of one table, with a primary key, find contradictions."""
    claims = [(key, entry["version"], entry["row"]) for key, entry in table.items()]
    claims += [(change["key"], change["version"], change["row"]) for change in changes]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE c (k TEXT, v TEXT, r TEXT, PRIMARY KEY (k, v))")
    for key, version, row in claims:
        text = json.dumps(row, sort_keys=True)
        database.execute("INSERT OR IGNORE INTO c VALUES (?, ?, ?)", (key, str(version), text))
        where = (key, str(version))
        (kept,) = database.execute("SELECT r FROM c WHERE k = ? AND v = ?", where).fetchone()
        if kept != text:
            raise ValueError(f"{key} has two rows at version {version}")
    merged = {}
    for key, version, text in database.execute("SELECT k, v, r FROM c"):
        if key not in merged or int(version) > merged[key]["version"]:
            merged[key] = {"version": int(version), "row": json.loads(text)}
    database.close()
    return merged
