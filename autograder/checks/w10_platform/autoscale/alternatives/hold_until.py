def autoscale(trace, policy):
    low, high = policy["min"], policy["max"]
    if low > high or policy["target"] <= 0 or policy["target"] > 1:
        raise ValueError("policy")
    running = policy["start"]
    # Counts that are still needed, each with the last minute in which that holds.
    holds = [(policy["cooldown"] - 1, running)]
    answer = []
    for minute, load in enumerate(trace):
        if load is None:
            need = running
        else:
            need = low
            enough = load / policy["per_replica"] / policy["target"]
            while need < high and need < enough:
                need += 1
        holds.append((minute + policy["cooldown"], need))
        holds = [(until, count) for until, count in holds if until >= minute]
        running = max(count for _, count in holds)
        answer.append(running)
    return answer
