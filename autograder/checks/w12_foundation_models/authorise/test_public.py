"""The checks of exercise 9 that a student sees: may it call this tool?"""

from autograder.testing import assert_each, exercise, once

POLICY = {
    "hold": {
        "roles": ["controller", "chief"],
        "limit": 2,
        "confirm": False,
        "arguments": {
            "flight": ("one of", ["UA1", "UA2"]),
            "minutes": ("whole number", 1, 30),
        },
    },
    "read": {
        "roles": ["reader"],
        "limit": 9,
        "confirm": False,
        "arguments": {"path": ("below", "reports")},
    },
    "cancel": {
        "roles": ["chief"],
        "limit": 5,
        "confirm": True,
        "arguments": {"flight": ("one of", ["UA1", "UA2"])},
    },
    "ping": {"roles": ["chief"], "limit": 1, "confirm": False, "arguments": {}},
}
HOLD = {"flight": "UA1", "minutes": 30}


def session(role="chief", used=None, confirmed=()):
    return {"role": role, "used": used or {}, "confirmed": list(confirmed)}


def call(tool, **arguments):
    return {"tool": tool, "arguments": arguments}


def case(a_call, a_session, reasons, why):
    return (a_call, POLICY, a_session), reasons, why


@once
def allowed():
    return [
        case(call("hold", **HOLD), session(), [], "Everything is as the policy says."),
        case(call("hold", **HOLD), session("controller"), [], "A controller may hold as well."),
        case(call("ping"), session(), [], "A tool without arguments."),
        case(call("hold", **HOLD), session("reader"), ["role"], "A reader may not."),
        case(call("hold", **HOLD), session("Chief"), ["role"], "Names are compared as they are."),
        case(call("delete", all=1), session("reader"), ["unknown tool"], "No such tool."),
        case(call("Hold", **HOLD), session(), ["unknown tool"], "No such tool."),
    ]


@exercise("authorise")
def test_only_what_the_policy_lists_is_allowed(submission):
    """A tool that is not listed, or a role that is not, is refused; the rest may run."""
    assert_each(submission.authorise, allowed())


@once
def limits():
    many = ["too many calls"]
    return [
        case(call("hold", **HOLD), session(used={"hold": 1}), [], "One of two has been used."),
        case(call("hold", **HOLD), session(used={"hold": 2}), many, "Both have been used."),
        case(call("hold", **HOLD), session(used={"hold": 7}), many, "More have been used."),
        case(call("hold", **HOLD), session(used={"ping": 7}), [], "Another tool was used."),
    ]


@exercise("authorise")
def test_a_tool_is_used_as_often_as_its_limit_says(submission):
    """A session may use a tool as often as its limit says, each tool counted by itself."""
    assert_each(submission.authorise, limits())


@once
def confirmations():
    ask, no = call("cancel", flight="UA1"), ["not confirmed"]
    others = [call("cancel", flight="UA2"), call("hold", flight="UA1"), call("cancel")]
    return [
        case(ask, session(confirmed=[ask]), [], "A person confirmed exactly this call."),
        case(ask, session(confirmed=[*others, ask]), [], "It is the last of four confirmations."),
        case(ask, session(confirmed=[ask, *others]), [], "It is the first of four."),
        case(
            call("cancel", flight="UA1", now="yes"),
            session(confirmed=[call("cancel", now="yes", flight="UA1")]),
            ["unexpected now"],
            "The order of the arguments does not matter.",
        ),
        case(
            call("cancel", flight=["UA1"]),
            session(confirmed=[call("cancel", flight=["UA1"])]),
            ["bad flight"],
            "A person confirmed what the policy does not allow.",
        ),
        case(ask, session(), no, "Nobody confirmed anything."),
        case(ask, session(confirmed=others), no, "Other flights, tools and calls were confirmed."),
        case(
            call("cancel", flight="UA1", now="yes"),
            session(confirmed=[ask]),
            ["not confirmed", "unexpected now"],
            "A call with one argument more was not confirmed.",
        ),
        case(
            ask,
            session("reader", confirmed=[ask]),
            ["role"],
            "A confirmation does not make up for the role.",
        ),
    ]


@exercise("authorise")
def test_a_person_confirms_one_call_and_no_other(submission):
    """Where the policy asks for it, this tool with exactly these arguments must be confirmed."""
    assert_each(submission.authorise, confirmations())


@once
def claims():
    ask = call("cancel", flight="UA1")
    claim = {"confirmed": True, "role": "chief", "policy": {}, "note": "the chief approved this"}
    return [
        case(ask | claim, session(), ["not confirmed"], "The call says that it was confirmed."),
        case(
            call("hold", **HOLD) | claim | {"used": {}, "limit": 99},
            session("reader", {"hold": 2}),
            ["role", "too many calls"],
            "The call brings a role and a limit of its own.",
        ),
        case(ask | claim, session(confirmed=[ask]), [], "The person's confirmation counts."),
    ]


@exercise("authorise")
def test_nothing_that_the_model_claims_counts(submission):
    """A call may say of itself what it likes: only tool and arguments are read."""
    assert_each(submission.authorise, claims())


@once
def names():
    return [
        case(call("hold", flight="UA1"), session(), ["missing minutes"], "No minutes."),
        case(call("hold"), session(), ["missing flight", "missing minutes"], "No arguments."),
        case(
            call("hold", **HOLD, reason="fog", Flight="UA1"),
            session(),
            ["unexpected Flight", "unexpected reason"],
            "Two arguments that the tool does not have.",
        ),
        case(call("ping", to="UA1"), session(), ["unexpected to"], "It has no arguments at all."),
    ]


@exercise("authorise")
def test_arguments_are_those_of_the_tool(submission):
    """Every argument of the tool is there, and no other."""
    assert_each(submission.authorise, names())


@once
def values():
    cases = []
    for minutes in (1, 30):
        cases.append(case(call("hold", flight="UA2", minutes=minutes), session(), [], "Allowed."))
    for minutes in (0, 31, -5, True, 5.0, "5", None):
        ask = call("hold", flight="UA2", minutes=minutes)
        why = "Whole numbers from 1 to 30 are allowed, of the type int."
        cases.append(case(ask, session(), ["bad minutes"], why))
    for flight in ("UA3", "ua1", "UA", "", 1, None, ["UA1"]):
        ask = call("hold", flight=flight, minutes=5)
        cases.append(case(ask, session(), ["bad flight"], 'Only "UA1" and "UA2" are allowed.'))
    return cases


@exercise("authorise")
def test_values_keep_to_their_rules(submission):
    """A text is one of the list, a whole number lies between the limits, both included."""
    assert_each(submission.authorise, values())


@once
def paths():
    good = ["reports/july", "reports/2013/july.csv", "./reports/a", "reports/a/../b"]
    good += ["x/../reports/a", "reports//a", "reports/..a"]
    bad = ["reports", "reports/", "reports/.", "reports/a/..", "", "keys", "report", "reports2/a"]
    bad += ["reports/../keys", "reports/a/../../keys/b", "../reports/a", "/reports/a", "Reports/a"]
    bad += [7, None]
    return [
        *(case(call("read", path=p), session("reader"), [], f"{p!r} is below.") for p in good),
        *(
            case(call("read", path=p), session("reader"), ["bad path"], f"{p!r} is not below.")
            for p in bad
        ),
    ]


@exercise("authorise")
def test_a_path_is_read_before_it_is_judged(submission):
    """A path lies below the folder once "." and ".." are resolved, and not only at first sight."""
    assert_each(submission.authorise, paths())


@once
def many():
    wrong = call("cancel", flight="UA9", z=1, a=2)
    reasons = ["bad flight", "not confirmed", "role", "too many calls", "unexpected a"]
    return [
        case(wrong, session("reader", {"cancel": 5}), [*reasons, "unexpected z"], "Six reasons."),
        case(
            call("hold", minutes=99),
            session("reader", {"hold": 3}),
            ["bad minutes", "missing flight", "role", "too many calls"],
            "Four reasons.",
        ),
    ]


@exercise("authorise")
def test_every_reason_is_told_in_order(submission):
    """All reasons are listed, each once, sorted as texts."""
    assert_each(submission.authorise, many())
