# /// mistake
# fails = [
#     "test_a_deletion_leaves_a_tombstone",
#     "test_order_and_repetition_do_not_matter",
#     "test_versions_may_be_large",
#     "test_random_changes_merge_as_if_sorted",
#     "test_merging_again_changes_nothing",
#     "test_tables_and_changes_are_left_alone",
#     "test_a_day_of_messages_becomes_a_table",
# ]
# says = "tombstone"
# ///

# Keeps a tombstone, but at version 0.
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
            merged[key] = {"version": version if row is not None else 0, "row": row}
    return merged
