# /// mistake
# fails = ["test_a_higher_version_replaces_the_whole_row"]
# says = "missing keys ['AA1']"
# ///

# Ignores negative versions.
def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    claimed = {(key, entry["version"]): entry["row"] for key, entry in table.items()}
    merged: dict[str, Any] = dict(table)  # entries are replaced below, never changed
    for change in changes:
        key, version, row = change["key"], change["version"], change["row"]
        if claimed.setdefault((key, version), row) != row:
            raise ValueError(f"two different rows claim version {version} of {key!r}")
        if version > merged.get(key, {"version": -1})["version"]:
            merged[key] = {"version": version, "row": row}
    return merged
