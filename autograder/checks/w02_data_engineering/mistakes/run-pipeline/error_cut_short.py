# /// mistake
# fails = ["test_the_error_of_a_step_ends_the_attempt_and_is_reported"]
# says = "the error's text"
# ///

# Tells the first 20 characters of the error.
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
            raise RuntimeError(f"step {name} failed: {str(e)[:20]}") from e
        write(token, out)
    return out
