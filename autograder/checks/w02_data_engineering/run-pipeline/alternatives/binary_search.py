def run_pipeline(run, steps, read, write):
    """Halve the steps to find the first one without a checkpoint."""
    seen = set()
    for name, _ in steps:
        if name in seen:
            raise ValueError(f"two steps are called {name}")
        seen.add(name)
    if not seen:
        raise ValueError("no steps")

    tokens = [run + "/" + name for name, _ in steps]
    low, high, previous = 0, len(steps), None
    while low < high:
        middle = (low + high) // 2
        kept = read(tokens[middle])
        if kept is None:
            high = middle
        else:
            low, previous = middle + 1, kept

    for token, (name, step) in list(zip(tokens, steps, strict=True))[low:]:
        failure = None
        try:
            previous = step(previous, token)
        except Exception as error:
            failure = error
        if failure is not None:
            raise RuntimeError("%s: %s" % (name, failure))
        write(token, previous)
    return previous
