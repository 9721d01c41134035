# /// mistake
# fails = ["test_runs_of_any_length_and_name_leave_their_checkpoints"]
# says = "under its own token"
# ///

# Writes tokens in small letters.
def run_pipeline(run, steps, read, write):
    names = [n for n, _ in steps]
    if not names or len(set(names)) != len(names):
        raise ValueError("steps")
    out = None
    for name, step in steps:
        token = f"{run}/{name}".lower()
        saved = read(token)
        if saved is not None:
            out = saved
            continue
        try:
            out = step(out, token)
        except Exception as e:
            raise RuntimeError(f"step {name} failed: {e}") from e
        write(token, out)
    return out
