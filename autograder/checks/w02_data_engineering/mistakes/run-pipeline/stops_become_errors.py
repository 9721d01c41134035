# /// mistake
# fails = ["test_what_is_no_exception_passes"]
# says = "whoever stops the job stops it"
# ///

# Catches everything.
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
        except BaseException as e:
            raise RuntimeError(f"step {name} failed: {e}") from e
        write(token, out)
    return out
