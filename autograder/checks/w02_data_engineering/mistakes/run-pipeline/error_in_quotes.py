# /// mistake
# fails = [
#     "test_the_error_of_a_step_ends_the_attempt_and_is_reported",
#     "test_failing_steps_are_named_whatever_they_raise",
# ]
# says = "the error's text"
# ///

# Shows the error as code would write it.
def run_pipeline(run, steps, read, write):
    names = [n for n, _ in steps]
    if not names or len(set(names)) != len(names):
        raise ValueError("steps")
    out = None
    for name, step in steps:
        token = f"{run}/{name}"
        saved = read(token)
        if saved is not None:
            out = saved
            continue
        try:
            out = step(out, token)
        except Exception as e:
            raise RuntimeError(f"step {name} failed: {e!r}") from e
        write(token, out)
    return out
