def schedule(dag, durations, workers):
    if workers < 1:
        raise ValueError("workers")
    unknown = {need for needs in dag.values() for need in needs if need not in dag}
    if unknown:
        raise ValueError("unknown: " + ", ".join(unknown))

    # Take away what needs nothing, and then, from the other side, what nothing needs.
    rest = {task: set(needs) for task, needs in dag.items()}
    shrinking = True
    while shrinking:
        needed = set().union(*rest.values())
        drop = {task for task in rest if not rest[task] or task not in needed}
        shrinking = bool(drop)
        rest = {task: needs - drop for task, needs in rest.items() if task not in drop}
    if rest:
        # What is left may also lie between two cycles, so follow one of its needs round and round.
        path = [next(iter(rest))]
        while path[-1] not in path[:-1]:
            path.append(next(iter(rest[path[-1]])))
        raise ValueError(f"cycle at {path[-1]}")

    missing = {task: len(needs) for task, needs in dag.items()}
    followers = {task: [] for task in dag}
    for task, needs in dag.items():
        for need in needs:
            followers[need].append(task)
    ready = [task for task in dag if missing[task] == 0]
    idle, busy, plan, clock = set(range(workers)), [], [], 0
    while ready or busy:
        while ready and idle:
            task, worker = ready.pop(0), idle.pop()
            plan.append((task, worker, clock))
            busy.append((clock + durations[task], worker, task))
        busy.sort()
        clock = busy[0][0]
        while busy and busy[0][0] == clock:
            _, worker, done = busy.pop(0)
            idle.add(worker)
            for task in followers[done]:
                missing[task] -= 1
                if missing[task] == 0:
                    ready.append(task)
    return plan
