import operator
from functools import reduce


def score_answer(answer, rubric):
    weights = [*rubric["steps"].values(), *(entry["weight"] for entry in rubric["sums"])]
    if not weights:
        raise ValueError("nothing to score")
    said = {
        step
        for step, statements in answer.get("steps", {}).items()
        if "".join(statements).strip()
    }
    how = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul,
           "divide": operator.truediv}
    numbers = answer.get("numbers", {})

    def state(entry):
        if not all(name in numbers for name in [entry["result"], *entry["terms"]]):
            return "unsupported"
        computed = reduce(how[entry["operation"]], (float(numbers[t]) for t in entry["terms"]))
        off = abs(float(numbers[entry["result"]]) - computed)
        return "right" if off <= rubric["tolerance"] * abs(computed) else "wrong"

    states = [state(entry) for entry in rubric["sums"]]
    earned = sum(weight for step, weight in rubric["steps"].items() if step in said)
    earned += sum(e["weight"] for e, s in zip(rubric["sums"], states) if s == "right")
    made = answer.get("decisions", [])
    clashes = [pair for pair in rubric["conflicts"] if all(one in made for one in pair)]
    total = earned - len(clashes) * rubric["penalty"]
    return {
        "score": float(max(total, 0) / sum(weights)),
        "missing": [step for step in rubric["steps"] if step not in said],
        "unsupported": [e["result"] for e, s in zip(rubric["sums"], states) if s == "unsupported"],
        "wrong": [e["result"] for e, s in zip(rubric["sums"], states) if s == "wrong"],
        "contradictions": clashes,
    }
