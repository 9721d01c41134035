# /// mistake
# fails = [
#     "test_two_rows_for_one_version_are_refused",
#     "test_a_contradiction_is_found_wherever_it_stands",
# ]
# says = "ValueError"
# ///

# A deletion and a row may share a version.
def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    claimed = {(key, entry["version"]): entry["row"] for key, entry in table.items()}
    merged: dict[str, Any] = dict(table)  # entries are replaced below, never changed
    for change in changes:
        key, version, row = change["key"], change["version"], change["row"]
        if None not in (row, claimed.setdefault((key, version), row)) and claimed[key, version] != row:
            raise ValueError(f"two different rows claim version {version} of {key!r}")
        if key not in merged or version > merged[key]["version"]:
            merged[key] = {"version": version, "row": row}
    return merged
