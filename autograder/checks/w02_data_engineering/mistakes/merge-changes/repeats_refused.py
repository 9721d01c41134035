# /// mistake
# fails = [
#     "test_order_and_repetition_do_not_matter",
#     "test_two_rows_for_one_version_are_refused",
#     "test_rows_are_compared_as_a_whole",
#     "test_random_changes_merge_as_if_sorted",
#     "test_merging_in_parts_is_merging_at_once",
#     "test_merging_again_changes_nothing",
#     "test_tables_and_changes_are_left_alone",
#     "test_a_day_of_messages_becomes_a_table",
# ]
# says = "Any order"
# ///

# Refuses a change that is there twice.
def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    claimed = {(key, entry["version"]): entry["row"] for key, entry in table.items()}
    merged: dict[str, Any] = dict(table)  # entries are replaced below, never changed
    for change in changes:
        key, version, row = change["key"], change["version"], change["row"]
        if (key, version) in claimed:
            raise ValueError(f"two different rows claim version {version} of {key!r}")
        claimed[key, version] = row
        if key not in merged or version > merged[key]["version"]:
            merged[key] = {"version": version, "row": row}
    return merged
