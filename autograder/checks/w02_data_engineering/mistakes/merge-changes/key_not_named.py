# /// mistake
# fails = [
#     "test_two_rows_for_one_version_are_refused",
#     "test_rows_are_compared_as_a_whole",
#     "test_a_contradiction_is_found_wherever_it_stands",
# ]
# says = "should name"
# ///

# Does not say which key is contradicted.
def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    claimed = {(key, entry["version"]): entry["row"] for key, entry in table.items()}
    merged: dict[str, Any] = dict(table)  # entries are replaced below, never changed
    for change in changes:
        key, version, row = change["key"], change["version"], change["row"]
        if claimed.setdefault((key, version), row) != row:
            raise ValueError(f"two different rows claim version {version}")
        if key not in merged or version > merged[key]["version"]:
            merged[key] = {"version": version, "row": row}
    return merged
