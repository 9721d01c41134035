# /// mistake
# fails = ["test_versions_may_be_large"]
# says = "conflict at aa1"
# ///

# Writes keys in capitals.
def merge_changes(table, changes):
    seen = {}
    for k, e in table.items():
        seen[(k, e["version"])] = e["row"]
    for c in changes:
        p = (c["key"].upper(), c["version"])
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
