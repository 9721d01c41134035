def authorise(call, policy, session):
    name, given = call["tool"], call["arguments"]
    if name not in policy:
        return ["unknown tool"]
    tool = policy[name]

    def below(value, folder):
        if type(value) is not str:
            return False
        parts, base = posixpath.normpath(value).split("/"), folder.split("/")
        return len(parts) > len(base) and parts[: len(base)] == base

    tests = {
        "one of": lambda value, texts: any(value == text for text in texts),
        "whole number": lambda value, low, high: type(value) is int and low <= value <= high,
        "below": below,
    }
    confirmed = [c["arguments"] for c in session["confirmed"] if c["tool"] == name]
    wanted = tool["arguments"]
    bad = [a for a in {*given} & {*wanted} if not tests[wanted[a][0]](given[a], *wanted[a][1:])]
    return sorted(
        ["role"] * (session["role"] not in tool["roles"])
        + ["too many calls"] * (session["used"].get(name, 0) >= tool["limit"])
        + ["not confirmed"] * (tool["confirm"] and given not in confirmed)
        + [f"missing {a}" for a in {*wanted} - {*given}]
        + [f"unexpected {a}" for a in {*given} - {*wanted}]
        + [f"bad {a}" for a in bad]
    )
