# /// mistake
# fails = [
#     "test_steps_run_in_order_on_the_output_of_the_one_before",
#     "test_finished_steps_are_not_run_again",
#     "test_an_output_may_be_empty_or_false",
#     "test_runs_do_not_mix",
#     "test_the_error_of_a_step_ends_the_attempt_and_is_reported",
#     "test_what_is_no_exception_passes",
#     "test_a_crash_anywhere_and_a_rerun_leave_each_effect_once",
#     "test_errors_of_the_store_are_passed_on",
#     "test_runs_of_any_length_and_name_leave_their_checkpoints",
#     "test_crash_after_crash_the_run_is_finished",
#     "test_failing_steps_are_named_whatever_they_raise",
#     "test_runs_side_by_side_in_one_store",
# ]
# says = "Each step is called once with the output of the step before and its token"
# ///

# Also notes which step it is at.
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
        write(f"{run}/current", name)
        try:
            output = step(output, token)
        except Exception as error:
            raise RuntimeError(f"step {name!r} of {run!r} failed: {error}") from error
        write(token, output)
    return output
