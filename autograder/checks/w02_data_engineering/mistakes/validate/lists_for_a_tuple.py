# /// mistake
# fails = [
#     "test_good_records_pass_and_bad_ones_are_set_aside_whole",
#     "test_every_reason_is_listed_in_sorted_order",
#     "test_types_are_demanded_and_nothing_is_converted",
#     "test_limits_themselves_are_in_range",
#     "test_only_listed_values_are_allowed",
#     "test_none_is_absent_and_blank_values_are_not",
#     "test_pairs_are_compared_where_both_values_can_be",
#     "test_texts_are_compared_as_texts",
#     "test_unknown_fields_matter_only_to_a_closed_contract",
#     "test_what_is_no_record_is_set_aside_too",
#     "test_random_records_are_judged_line_by_line",
#     "test_one_defect_gives_one_reason",
#     "test_each_record_is_judged_on_its_own",
#     "test_records_and_contract_are_left_alone",
#     "test_a_day_of_messages_is_split",
# ]
# says = "tuple"
# ///

# Returns a list of two lists.
def validate(
    records: Sequence[Any], contract: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    def has_type(value: Any, kind: str) -> bool:
        if kind == "flag":
            return isinstance(value, bool)
        if isinstance(value, bool):  # to Python a bool is an int
            return False
        if kind == "number":
            return isinstance(value, int | float) and math.isfinite(value)
        return isinstance(value, {"text": str, "int": int}[kind])

    def reasons_of(record: Any) -> list[str]:
        if not isinstance(record, dict):
            return ["record/not-a-dict"]
        found, typed = [], {}
        for name, rule in contract["fields"].items():
            value = record.get(name)
            if value is None:
                if rule.get("required", False):
                    found.append(f"{name}/missing")
                continue
            if not has_type(value, rule["type"]):
                found.append(f"{name}/type")
                continue
            typed[name] = value
            if value < rule.get("min", value) or value > rule.get("max", value):
                found.append(f"{name}/range")
            if "one_of" in rule and value not in rule["one_of"]:
                found.append(f"{name}/not-allowed")
        for first, second in contract.get("order", []):
            if first in typed and second in typed and typed[first] > typed[second]:
                found.append(f"{first}<={second}/broken")
        if contract.get("closed", False):
            found += [f"{name}/unknown" for name in record if name not in contract["fields"]]
        return sorted(found)

    accepted, quarantined = [], []
    for position, record in enumerate(records):
        reasons = reasons_of(record)
        if reasons:
            quarantined.append({"position": position, "record": record, "reasons": reasons})
        else:
            accepted.append(record)
    return [accepted, quarantined]
