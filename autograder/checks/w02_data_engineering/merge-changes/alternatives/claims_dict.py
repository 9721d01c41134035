def merge_changes(table, changes):
    """Collect all claims by (key, version), refuse conflicts, and keep the highest."""
    claims = {(k, e["version"]): e["row"] for k, e in table.items()}
    for c in changes:
        at = (c["key"], c["version"])
        if at in claims and claims[at] != c["row"]:
            raise ValueError(f"two rows for {c['key']}")
        claims[at] = c["row"]
    out = dict(table)
    for (k, v), row in claims.items():
        if k not in out or v > out[k]["version"]:
            out[k] = {"version": v, "row": row}
    return out
