def schedule(dag, durations, workers):
    if workers <= 0:
        raise ValueError("nobody works")
    unknown = {need for needs in dag.values() for need in needs}.difference(dag)
    if unknown:
        raise ValueError(f"no task {unknown}")
    order = list(TopologicalSorter(dag).static_order())  # a ValueError that shows the cycle

    free_at = [0.0] * workers
    ends, plan = {}, []
    now = 0.0
    for _ in dag:  # the moments at which something may start: 0, and the ends
        able = [
            task for task in order
            if task not in ends and all(need in ends and ends[need] <= now for need in dag[task])
        ]
        idle = [worker for worker in range(workers) if free_at[worker] <= now]
        for task, worker in zip(able, idle):
            plan.append((task, worker, now))
            free_at[worker] = ends[task] = now + durations[task]
        now = min([end for end in ends.values() if end > now], default=now)
    return plan
