# /// mistake
# fails = ["test_errors_of_the_store_are_passed_on"]
# says = "should raise KeyError"
# ///

# Takes a KeyError of the store for a missing checkpoint.
def run_pipeline(run, steps, read, write):
    names = [n for n, _ in steps]
    if not names or len(set(names)) != len(names):
        raise ValueError("steps")
    out = None
    for name, step in steps:
        token = f"{run}/{name}"
        try:
            saved = read(token)
        except KeyError:
            saved = None
        if saved is not None:
            out = saved
            continue
        try:
            out = step(out, token)
        except Exception as e:
            raise RuntimeError(f"step {name} failed: {e}") from e
        write(token, out)
    return out
