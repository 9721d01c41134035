def score_answer(answer, rubric):
    result = {"missing": [], "unsupported": [], "wrong": [], "contradictions": []}
    earned, possible = 0.0, 0.0
    steps = answer["steps"] if "steps" in answer else {}
    for step in rubric["steps"]:
        possible += rubric["steps"][step]
        covered = False
        for statement in steps[step] if step in steps else []:
            if statement.strip() != "":
                covered = True
        if covered:
            earned += rubric["steps"][step]
        else:
            result["missing"].append(step)
    numbers = answer["numbers"] if "numbers" in answer else {}
    for entry in rubric["sums"]:
        possible += entry["weight"]
        names = entry["terms"] + [entry["result"]]
        if [name for name in names if name not in numbers]:
            result["unsupported"].append(entry["result"])
            continue
        terms = [numbers[name] for name in entry["terms"]]
        computed = terms[0]
        for term in terms[1:]:
            if entry["operation"] == "add":
                computed += term
            elif entry["operation"] == "subtract":
                computed -= term
            elif entry["operation"] == "multiply":
                computed *= term
            else:
                computed /= term
        if abs(numbers[entry["result"]] - computed) > rubric["tolerance"] * abs(computed):
            result["wrong"].append(entry["result"])
        else:
            earned += entry["weight"]
    if possible == 0:
        raise ValueError("empty rubric")
    decisions = answer["decisions"] if "decisions" in answer else []
    for first, second in rubric["conflicts"]:
        if first in decisions and second in decisions:
            result["contradictions"].append((first, second))
            earned -= rubric["penalty"]
    result["score"] = max(earned / possible, 0.0)
    return result
