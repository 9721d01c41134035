"""The checks of exercise 9 that stay with the grader."""

from autograder.testing import assert_each, assert_unchanged, exercise, once, once_per_seed

NAMES = [*"abcd"]
STEPS = ["logs", "logs2", "..", ".", "x", ""]


def below(path, folder):
    """Whether a path lies below a folder, step by step."""
    if path.startswith("/"):
        return False
    at = []
    for step in path.split("/"):
        if step == ".." and at and at[-1] != "..":
            at.pop()
        elif step not in ("", "."):
            at.append(step)
    steps = folder.split("/")
    return len(at) > len(steps) and at[: len(steps)] == steps


def keeps(value, rule):
    """Whether a value keeps to its rule."""
    if rule[0] == "one of":
        return isinstance(value, str) and value in rule[1]
    if rule[0] == "below":
        return isinstance(value, str) and below(value, rule[1])
    return type(value) is int and value in range(rule[1], rule[2] + 1)


def slow(call, policy, session):
    """The reasons, one question after the other."""
    tool = call["tool"]
    if tool not in policy:
        return ["unknown tool"]
    entry, given, reasons = policy[tool], call["arguments"], set()
    if session["role"] not in entry["roles"]:
        reasons.add("role")
    if tool in session["used"] and session["used"][tool] >= entry["limit"]:
        reasons.add("too many calls")
    if tool not in session["used"] and entry["limit"] == 0:
        reasons.add("too many calls")
    confirmed = [c for c in session["confirmed"] if c["tool"] == tool and c["arguments"] == given]
    if entry["confirm"] and not confirmed:
        reasons.add("not confirmed")
    for name in {*entry["arguments"], *given}:
        if name not in given:
            reasons.add(f"missing {name}")
        elif name not in entry["arguments"]:
            reasons.add(f"unexpected {name}")
        elif not keeps(given[name], entry["arguments"][name]):
            reasons.add(f"bad {name}")
    return sorted(reasons)


def draw(rng):
    """A random policy, call and session."""
    rules = [
        ("one of", ["x", "y"]),
        ("whole number", -2, 3),
        ("below", "logs"),
        ("below", "x/logs"),
    ]

    def value():
        path = "/".join(map(str, rng.choice(STEPS, rng.integers(1, 5))))
        return [path, str(rng.choice([*"xyz"])), int(rng.integers(-4, 6))][rng.integers(3)]

    tools = {}
    for tool in ("one", "two"):
        tools[tool] = {
            "roles": [*map(str, rng.choice(NAMES, 2))],
            "limit": int(rng.integers(0, 4)),
            "confirm": bool(rng.random() < 0.5),
            "arguments": {n: rules[rng.integers(4)] for n in NAMES if rng.random() < 0.6},
        }
    tool = str(rng.choice(["one", "two", "two", "three"]))
    expected = tools.get(tool, tools["one"])["arguments"]
    given = {name: value() for name in NAMES if (name in expected) == (rng.random() < 0.8)}
    confirmed = [{"tool": t, "arguments": given} for t in tools if rng.random() < 0.5]
    used = {t: int(rng.integers(1, 4)) for t in tools if rng.random() < 0.6}
    session = {"role": str(rng.choice(NAMES)), "used": used, "confirmed": confirmed}
    return {"tool": tool, "arguments": given}, tools, session


def one_rule(value, rule):
    """A call of a tool with one argument."""
    tool = {"roles": ["a"], "limit": 1, "confirm": False, "arguments": {"x": rule}}
    session = {"role": "a", "used": {}, "confirmed": []}
    return {"tool": "one", "arguments": {"x": value}}, {"one": tool}, session


@once_per_seed
def sessions(rng):
    calls = [draw(rng) for _ in range(50)]
    calls += [one_rule(value, ("whole number", -2, 3)) for value in range(-4, 6)]
    calls.append(one_rule(f"x/../logs/{rng.choice(NAMES)}", ("below", "logs")))
    for middle in rng.permutation(["x", "..", ".", "logs2"]):
        path = f"logs/{middle}/{rng.choice(STEPS)}/y"
        calls += [
            one_rule(path, ("below", "logs")),
            one_rule(f"{middle}/{path}", ("below", "logs")),
        ]
    return [(call, slow(*call), f"Tool {call[0]['tool']!r}.") for call in calls]


@exercise("authorise")
def test_random_calls_are_judged_question_by_question(submission, rng):
    """Random policies, calls and sessions give the reasons of a slow list of questions."""
    assert_each(submission.authorise, sessions(rng))


@once
def one_call():
    policy = {
        "go": {
            "roles": ["b", "a"],
            "limit": 1,
            "confirm": True,
            "arguments": {"to": ("one of", ["y", "x"])},
        }
    }
    session = {"role": "c", "used": {"go": 1}, "confirmed": [{"tool": "go", "arguments": {}}]}
    return {"tool": "go", "arguments": {"to": "z", "by": "q"}}, policy, session


@exercise("authorise")
def test_call_policy_and_session_are_left_alone(submission):
    """Judging a call changes neither the call nor the policy nor the session."""
    assert_unchanged(submission.authorise, *one_call())
