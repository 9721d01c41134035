# /// mistake
# fails = [
#     "test_runs_of_any_length_and_name_leave_their_checkpoints",
#     "test_crash_after_crash_the_run_is_finished",
#     "test_finished_runs_are_only_read",
#     "test_failing_steps_are_named_whatever_they_raise",
# ]
# says = "One step or many"
# ///

# Keeps what follows the last slash of a name.
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
        token = f"{run}/{name.split('/')[-1]}"
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
