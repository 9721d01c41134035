def run_pipeline(run, steps, read, write):
    """Go forward, reading each checkpoint before its step."""
    names = [name for name, _ in steps]
    if not names or len(set(names)) < len(names):
        raise ValueError("no steps, or a repeated name")
    output = None
    for name, step in steps:
        token = f"{run}/{name}"
        saved = read(token)
        if saved is not None:
            output = saved
            continue
        try:
            output = step(output, token)
        except Exception as error:
            raise RuntimeError(f"step {name} failed: {error}") from error
        write(token, output)
    return output
