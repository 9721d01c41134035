# /// mistake
# fails = ["test_the_table_given_is_left_alone", "test_tables_and_changes_are_left_alone"]
# says = "was changed by the call"
# ///

# Sorts the list it was given.
def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    claimed = {(key, entry["version"]): entry["row"] for key, entry in table.items()}
    merged: dict[str, Any] = dict(table)  # entries are replaced below, never changed
    changes.sort(key=lambda change: change["version"])
    for change in changes:
        key, version, row = change["key"], change["version"], change["row"]
        if claimed.setdefault((key, version), row) != row:
            raise ValueError(f"two different rows claim version {version} of {key!r}")
        if key not in merged or version > merged[key]["version"]:
            merged[key] = {"version": version, "row": row}
    return merged
