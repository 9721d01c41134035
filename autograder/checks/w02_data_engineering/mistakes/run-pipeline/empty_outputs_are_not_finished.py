# /// mistake
# fails = ["test_an_output_may_be_empty_or_false"]
# says = "only None means no checkpoint"
# ///

# Takes an empty output for no checkpoint.
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
        if checkpoint:
            output = checkpoint
            continue
        try:
            output = step(output, token)
        except Exception as error:
            raise RuntimeError(f"step {name!r} of {run!r} failed: {error}") from error
        write(token, output)
    return output
