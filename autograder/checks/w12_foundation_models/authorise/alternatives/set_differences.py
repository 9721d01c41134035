import posixpath


def authorise(call, policy, session):
    tool = policy.get(call["tool"])
    if tool is None:
        return ["unknown tool"]

    def below(value, folder):
        if type(value) is not str or value[:1] == "/":
            return False
        parts, base = posixpath.normpath(value).split("/"), folder.split("/")
        return len(parts) > len(base) and parts[: len(base)] == base

    tests = {
        "one of": lambda value, texts: type(value) is str and any(value == t for t in texts),
        "whole number": lambda value, low, high: type(value) is int and low <= value <= high,
        "below": below,
    }
    asked = {"tool": call["tool"], "arguments": call["arguments"]}
    has, wants = set(call["arguments"]), set(tool["arguments"])
    confirmed = [{"tool": c["tool"], "arguments": c["arguments"]} for c in session["confirmed"]]
    reasons = (
        ["role"] * (session["role"] not in tool["roles"])
        + ["too many calls"] * (not session["used"].get(call["tool"], 0) < tool["limit"])
        + ["not confirmed"] * (tool["confirm"] and asked not in confirmed)
        + ["missing " + a for a in wants - has]
        + ["unexpected " + a for a in has - wants]
        + [
            "bad " + a
            for a in wants & has
            if not tests[tool["arguments"][a][0]](call["arguments"][a], *tool["arguments"][a][1:])
        ]
    )
    reasons.sort()
    return reasons
