# /// mistake
# fails = ["test_a_run_needs_steps_with_names_of_their_own"]
# says = "name that is there twice"
# ///

# Lets two steps share a name, and skips the second.
def run_pipeline(
    run: str,
    steps: Sequence[tuple[str, Callable[[Any, str], Any]]],
    read: Callable[[str], Any],
    write: Callable[[str, Any], None],
) -> Any:
    names = [name for name, _ in steps]
    if not names:
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
        except Exception as error:
            raise RuntimeError(f"step {name!r} of {run!r} failed: {error}") from error
        write(token, output)
    return output
