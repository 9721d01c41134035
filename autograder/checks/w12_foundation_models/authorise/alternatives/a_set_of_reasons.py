import posixpath


def _obeys(value, rule):
    kind = rule[0]
    if kind == "one of":
        return isinstance(value, str) and value in rule[1]
    if kind == "whole number":
        return isinstance(value, int) and not isinstance(value, bool) and rule[1] <= value <= rule[2]
    if kind == "below":
        if not isinstance(value, str) or value.startswith("/"):
            return False
        return posixpath.normpath(value).startswith(posixpath.normpath(rule[1]) + "/")
    return False


def authorise(call, policy, session):
    name, given = call["tool"], call["arguments"]
    if name not in policy:
        return ["unknown tool"]
    tool = policy[name]
    rules = tool["arguments"]
    reasons = set()
    if session["role"] not in tool["roles"]:
        reasons.add("role")
    if session["used"].get(name, 0) >= tool["limit"]:
        reasons.add("too many calls")
    if tool["confirm"] and not any(
        c["tool"] == name and c["arguments"] == given for c in session["confirmed"]
    ):
        reasons.add("not confirmed")
    for argument, rule in rules.items():
        if argument not in given:
            reasons.add(f"missing {argument}")
        elif not _obeys(given[argument], rule):
            reasons.add(f"bad {argument}")
    for argument in given:
        if argument not in rules:
            reasons.add(f"unexpected {argument}")
    return sorted(reasons)
