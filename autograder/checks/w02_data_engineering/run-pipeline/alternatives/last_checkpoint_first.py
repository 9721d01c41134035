def run_pipeline(
    run: str,
    steps: Sequence[tuple[str, Callable[[Any, str], Any]]],
    read: Callable[[str], Any],
    write: Callable[[str, Any], None],
) -> Any:
    tokens = ["/".join([run, name]) for name, _ in steps]
    if not tokens:
        raise ValueError("no steps")
    if len(tokens) != len(set(tokens)):
        raise ValueError("two steps have the same name")

    def output_up_to(n):
        """The output of step number n, making it and what comes before it if need be."""
        if n < 0:
            return None
        stored = read(tokens[n])
        if stored is not None:
            return stored
        previous = output_up_to(n - 1)
        name, step = steps[n]
        problem = None
        try:
            made = step(previous, tokens[n])
        except Exception as error:
            problem = "%s: %s: %s" % (name, type(error).__name__, error)
        if problem:
            raise RuntimeError(problem)
        write(tokens[n], made)
        return made

    return output_up_to(len(steps) - 1)
