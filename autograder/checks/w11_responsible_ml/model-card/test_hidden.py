"""The checks of exercise 9 of week 11 that the grader keeps."""

from autograder.testing import assert_each, exercise, once_per_seed

MISSING = (None, "", "  ")
EMPTY = (None, [])


def maybe(rng, chance, value, otherwise):
    """The value, or one of others, or nothing at all under its key."""
    if rng.random() < chance:
        return value
    return otherwise[int(rng.integers(len(otherwise)))]


def drawn_card(rng):
    """A random card, and its faults, noted while it is made."""
    faults = []
    uses = [use for use in ("u", "v", "w") if rng.random() < 0.6]
    scope = [use for use in ("w", "v", "x") if rng.random() < 0.6]
    faults += [f"intended_use/{use}/out-of-scope" for use in uses if use in scope]
    sets, ends, personal = [], {}, set()
    for name in ("d1", "d2", "d3")[: int(rng.integers(0, 4))]:
        end = maybe(rng, 0.8, f"2013-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}", MISSING)
        role = maybe(rng, 0.7, str(rng.choice(["train", "test"])), MISSING)
        flags = {column: bool(rng.random() < 0.3) for column in "pqr"}
        personal |= {column for column, flag in flags.items() if flag}
        ends[name] = (end if end and end.strip() else None, role == "train")
        listed = [{"name": column, "personal": flag} for column, flag in flags.items()]
        sets.append({"name": name, "until": end, "role": role, "columns": listed})
    said = [None, "none", "None", "see the register"][int(rng.integers(4))]
    if said and said.lower() == "none":
        faults += [f"personal_data/{column}/undeclared" for column in personal]
    groups = [group for group in ("g", "h") if rng.random() < 0.7]
    metrics, reported = [], set()
    for name in ("m1", "m2", "m3", "m4")[: int(rng.integers(0, 5))]:
        value = maybe(rng, 0.8, float(rng.integers(0, 3)), (None,))
        date = maybe(rng, 0.8, f"2013-{rng.integers(1, 13):02}-15", MISSING)
        data = maybe(rng, 0.8, str(rng.choice(["d1", "d2", "d9"])), MISSING)
        group = maybe(rng, 0.5, str(rng.choice(["g", "h"])), (None,))
        entry = {"name": name, "value": value, "date": date, "data": data, "group": group}
        metrics.append({field: item for field, item in entry.items() if item is not None})
        own = []
        if value is None:
            own.append("no-value")
        else:
            reported.add(group)
        if not (date and date.strip()):
            own.append("no-date")
        if not (data and data.strip()):
            own.append("no-data")
        elif data not in ends:
            own.append("unknown-data")
        else:
            end, training = ends[data]
            own += ["training-data"] * training
            own += ["before-data"] * bool(date and date.strip() and end and date < end)
        faults += [f"metrics/{name}/{fault}" for fault in own]
    faults += [f"groups/{group}/unreported" for group in groups if group not in reported]
    owner = maybe(rng, 0.6, "somebody", MISSING)
    facts = {
        "owner": owner,
        "intended_use": uses,
        "out_of_scope": scope,
        "personal_data": said,
        "data": sets,
        "groups": groups,
        "metrics": metrics,
    }
    for name, section in facts.items():
        if not section or section == "  ":
            faults.append(f"{name}/missing")
    return {name: facts[name] for name in rng.permutation(list(facts)).tolist()}, sorted(faults)


@once_per_seed
def drawn(rng):
    return [((card,), faults, "A card.") for card, faults in (drawn_card(rng) for _ in range(12))]


@exercise("model-card")
def test_random_cards_have_the_faults_they_were_given(submission, rng):
    """Random cards have exactly the faults that were put into them."""
    assert_each(submission.model_card, drawn(rng))


@once_per_seed
def alone(rng):
    cases = []
    for fields in ({"metrics": [{"name": "m"}]}, {"data": [{"name": "d"}]}, {"groups": ["g", "a"]}):
        own = {
            "metrics": ["metrics/m/no-data", "metrics/m/no-date", "metrics/m/no-value"],
            "data": [],
            "groups": ["groups/a/unreported", "groups/g/unreported"],
        }[next(iter(fields))]
        sections = {
            "owner",
            "intended_use",
            "out_of_scope",
            "personal_data",
            "data",
            "groups",
            "metrics",
        } - set(fields)
        faults = sorted([*own, *(f"{name}/missing" for name in sections)])
        cases.append(((fields,), faults, "One section is there, with hardly anything in it."))
    return cases


@exercise("model-card")
def test_a_card_with_one_section_is_reviewed_as_well(submission, rng):
    """Entries that have a name and nothing else raise no error."""
    assert_each(submission.model_card, alone(rng))
