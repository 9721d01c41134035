# /// mistake
# fails = ["test_the_error_of_a_step_ends_the_attempt_and_is_reported"]
# says = "should raise RuntimeError naming 'row 17"
# ///

# Tries a step again that took too long.
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
            try:
                out = step(out, token)
            except TimeoutError:
                out = step(out, token)
        except Exception as e:
            raise RuntimeError(f"step {name} failed: {e}") from e
        write(token, out)
    return out
