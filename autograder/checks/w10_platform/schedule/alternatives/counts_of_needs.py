def schedule(dag, durations, workers):
    if workers < 1:
        raise ValueError("workers must be at least 1")
    waiting = {task: len(needs) for task, needs in dag.items()}
    followers = {task: [] for task in dag}
    for task, needs in dag.items():
        for need in needs:
            if need not in dag:
                raise ValueError(f"there is no task {need}")
            followers[need].append(task)

    ready = [task for task in dag if waiting[task] == 0]
    free = list(range(workers))
    running, plan, now = [], [], 0
    while ready or running:
        while ready and free:
            task, worker = ready.pop(), free.pop()
            plan.append((task, worker, now))
            heapq.heappush(running, (now + durations[task], worker, task))
        now, worker, task = heapq.heappop(running)
        free.append(worker)
        for follower in followers[task]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.append(follower)

    stuck = set(dag) - {task for task, _, _ in plan}
    if stuck:
        # Each stuck task needs a stuck one: walk back until one comes again; it is on a cycle.
        task, seen = next(iter(stuck)), set()
        while task not in seen:
            seen.add(task)
            task = next(need for need in dag[task] if need in stuck)
        raise ValueError(f"there is a cycle through {task}")
    return plan
