# /// mistake
# fails = [
#     "test_the_error_of_a_step_ends_the_attempt_and_is_reported",
#     "test_a_crash_anywhere_and_a_rerun_leave_each_effect_once",
#     "test_crash_after_crash_the_run_is_finished",
#     "test_failing_steps_are_named_whatever_they_raise",
# ]
# says = "RuntimeError"
# ///

# Stops at an error without a word.
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
            return None
        write(token, output)
    return output
