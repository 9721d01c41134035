from pathlib import PurePosixPath


def obeys(value, kind, *limits):
    if kind == "one of":
        [texts] = limits
        return value in texts
    if kind == "whole number":
        low, high = limits
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    if not isinstance(value, str):
        return False
    return PurePosixPath(*limits) in PurePosixPath(posixpath.normpath(value)).parents


def authorise(call, policy, session):
    name, given = call["tool"], call["arguments"]
    if name not in policy:
        return ["unknown tool"]
    tool = policy[name]
    reasons = set()
    if session["role"] not in tool["roles"]:
        reasons.add("role")
    if session["used"].get(name, 0) >= tool["limit"]:
        reasons.add("too many calls")
    person = [c for c in session["confirmed"] if (c["tool"], c["arguments"]) == (name, given)]
    if tool["confirm"] and not person:
        reasons.add("not confirmed")
    for argument in {*tool["arguments"], *given}:
        if argument not in given:
            reasons.add(f"missing {argument}")
        elif argument not in tool["arguments"]:
            reasons.add(f"unexpected {argument}")
        elif not obeys(given[argument], *tool["arguments"][argument]):
            reasons.add(f"bad {argument}")
    return sorted(reasons)
