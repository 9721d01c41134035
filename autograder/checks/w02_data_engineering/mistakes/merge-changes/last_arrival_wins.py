# /// mistake
# fails = [
#     "test_a_stale_change_has_no_effect",
#     "test_a_deletion_leaves_a_tombstone",
#     "test_a_newer_row_lives_again",
#     "test_order_and_repetition_do_not_matter",
#     "test_two_rows_for_one_version_are_refused",
#     "test_versions_may_be_large",
#     "test_random_changes_merge_as_if_sorted",
#     "test_merging_in_parts_is_merging_at_once",
#     "test_merging_again_changes_nothing",
#     "test_tables_and_changes_are_left_alone",
#     "test_a_day_of_messages_becomes_a_table",
# ]
# says = "ignored"
# ///

# The change that arrives last wins, whatever its version.
def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    claimed = {(key, entry["version"]): entry["row"] for key, entry in table.items()}
    merged: dict[str, Any] = dict(table)  # entries are replaced below, never changed
    for change in changes:
        key, version, row = change["key"], change["version"], change["row"]
        if claimed.setdefault((key, version), row) != row:
            raise ValueError(f"two different rows claim version {version} of {key!r}")
        if True:
            merged[key] = {"version": version, "row": row}
    return merged
