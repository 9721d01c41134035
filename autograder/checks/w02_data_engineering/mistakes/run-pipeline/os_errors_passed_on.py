# /// mistake
# fails = ["test_the_error_of_a_step_ends_the_attempt_and_is_reported"]
# says = "A step's error becomes a RuntimeError"
# ///

# Takes every OSError for one of the store.
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
        except OSError:
            raise
        except Exception as e:
            raise RuntimeError(f"step {name} failed: {e}") from e
        write(token, out)
    return out
