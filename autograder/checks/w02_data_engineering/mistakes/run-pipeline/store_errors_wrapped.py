# /// mistake
# fails = ["test_errors_of_the_store_are_passed_on"]
# says = "comes out as it is"
# ///

# Takes an error of the store for one of the step.
def run_pipeline(
    run: str,
    steps: Sequence[tuple[str, Callable[[Any, str], Any]]],
    read: Callable[[str], Any],
    write: Callable[[str, Any], None],
) -> Any:
    names = [name for name, _ in steps]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"a run needs steps, each with a name of its own, not {names}")
    output = None
    for name, step in steps:
        token = f"{run}/{name}"
        checkpoint = read(token)
        if checkpoint is not None:
            output = checkpoint
            continue
        try:
            output = step(output, token)
            write(token, output)
        except Exception as error:
            raise RuntimeError(f"step {name!r} of {run!r} failed: {error}") from error
    return output
