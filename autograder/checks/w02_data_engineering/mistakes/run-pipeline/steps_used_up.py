# /// mistake
# fails = ["test_the_list_of_steps_is_left_alone"]
# says = "The steps were changed"
# ///

# Takes the steps out of the caller's list.
def run_pipeline(run, steps, read, write):
    names = [n for n, _ in steps]
    if not names or len(set(names)) != len(names):
        raise ValueError("steps")
    out = None
    while steps:
        name, step = steps.pop(0)
        token = f"{run}/{name}"
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
