# /// mistake
# fails = [
#     "test_the_error_of_a_step_ends_the_attempt_and_is_reported",
#     "test_failing_steps_are_named_whatever_they_raise",
# ]
# says = "should name 'row 17'"
# ///

# Says which step failed, but not why.
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
        except Exception as error:
            raise RuntimeError(f"step {name!r} of {run!r}") from error
        write(token, output)
    return output
