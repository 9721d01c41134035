# /// mistake
# fails = [
#     "test_a_higher_version_replaces_the_whole_row",
#     "test_a_stale_change_has_no_effect",
#     "test_a_deletion_leaves_a_tombstone",
#     "test_a_newer_row_lives_again",
#     "test_order_and_repetition_do_not_matter",
#     "test_the_table_given_is_left_alone",
#     "test_tables_and_changes_are_left_alone",
# ]
# says = "the rest stays"
# ///

# Returns the changed entries only.
def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    claimed = {(key, entry["version"]): entry["row"] for key, entry in table.items()}
    merged: dict[str, Any] = dict(table)  # entries are replaced below, never changed
    for change in changes:
        key, version, row = change["key"], change["version"], change["row"]
        if claimed.setdefault((key, version), row) != row:
            raise ValueError(f"two different rows claim version {version} of {key!r}")
        if key not in merged or version > merged[key]["version"]:
            merged[key] = {"version": version, "row": row}
    return {c["key"]: merged[c["key"]] for c in changes}
