def schedule(dag, durations, workers):
    if workers <= 0:
        raise ValueError("nobody works")
    for task, needs in dag.items():
        for need in needs:
            if need not in dag:
                raise ValueError(f"no task {need}")

    # Walk down from each task; a task that is met while still open lies on a cycle.
    tail, open_tasks = {}, []

    def visit(task):
        if task in open_tasks:
            raise ValueError("cycle through " + " and ".join(open_tasks[open_tasks.index(task) :]))
        if task not in tail:
            open_tasks.append(task)
            children = [child for child in dag if task in dag[child]]
            tail[task] = durations[task] + max([visit(child) for child in children], default=0)
            open_tasks.pop()
        return tail[task]

    for task in dag:
        visit(task)

    free_at = [0.0] * workers
    ends, left, plan = {}, set(dag), []
    now = 0.0
    for _ in dag:  # the moments at which something may start: 0, and the ends
        able = [
            task for task in left
            if all(need in ends and ends[need] <= now for need in dag[task])
        ]
        idle = [worker for worker in range(workers) if free_at[worker] <= now]
        able.sort(key=lambda task: -tail[task])
        for task, worker in zip(able, idle):
            plan.append((task, worker, now))
            free_at[worker] = ends[task] = now + durations[task]
            left.remove(task)
        now = min([end for end in ends.values() if end > now], default=now)
    return plan
