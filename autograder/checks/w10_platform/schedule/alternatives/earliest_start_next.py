def schedule(dag, durations, workers):
    if workers < 1:
        raise ValueError("workers")
    unknown = {need for needs in dag.values() for need in needs if need not in dag}
    if unknown:
        raise ValueError("unknown: " + ", ".join(unknown))

    # All that a task needs, directly or not (Warshall); who needs itself is on a cycle.
    behind = {task: set(needs) for task, needs in dag.items()}
    for middle in dag:
        for task in dag:
            if middle in behind[task]:
                behind[task] |= behind[middle]
    round_and_round = [task for task in dag if task in behind[task]]
    if round_and_round:
        raise ValueError(f"on a cycle: {round_and_round}")

    free_at, ends, plan = [0] * workers, {}, []
    for _ in dag:
        worker = free_at.index(min(free_at))
        starts = {
            task: max([free_at[worker], *(ends[need] for need in needs)])
            for task, needs in dag.items()
            if task not in ends and all(need in ends for need in needs)
        }
        task = min(starts, key=starts.get)
        plan.append((task, worker, starts[task]))
        free_at[worker] = ends[task] = starts[task] + durations[task]
    return plan
