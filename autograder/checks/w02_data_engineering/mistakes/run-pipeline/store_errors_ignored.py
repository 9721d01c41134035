# /// mistake
# fails = [
#     "test_a_crash_anywhere_and_a_rerun_leave_each_effect_once",
#     "test_errors_of_the_store_are_passed_on",
#     "test_crash_after_crash_the_run_is_finished",
# ]
# says = "What `read` or `write` raise comes out as it is"
# ///

# Goes on when a checkpoint cannot be written.
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
            raise RuntimeError(f"step {name!r} of {run!r} failed: {error}") from error
        try:
            write(token, output)
        except Exception:
            pass
    return output
