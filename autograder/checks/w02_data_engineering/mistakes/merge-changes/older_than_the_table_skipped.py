# /// mistake
# fails = ["test_two_rows_for_one_version_are_refused"]
# says = "UA1545"
# ///

# Skips what is older than the table before it compares rows.
def merge_changes(table, changes):
    seen = {}
    for k, e in table.items():
        seen[(k, e["version"])] = e["row"]
    for c in changes:
        p = (c["key"], c["version"])
        if c["key"] in table and c["version"] < table[c["key"]]["version"]:
            continue
        if p in seen:
            if seen[p] != c["row"]:
                raise ValueError("conflict at " + c["key"])
        else:
            seen[p] = c["row"]
    out = {}
    for (k, v), r in seen.items():
        if k not in out or v > out[k]["version"]:
            out[k] = {"version": v, "row": r}
    return out
