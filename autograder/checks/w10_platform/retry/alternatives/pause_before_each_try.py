import secrets


def retry(operation, policy, clock, rng):
    if not policy["tries"] >= 1:
        raise ValueError("tries")
    key, end = secrets.token_urlsafe(), clock.now() + policy["deadline"]
    last = None
    for k in range(policy["tries"]):
        if last is not None:
            pause = rng.uniform(0, min(policy["cap"], math.ldexp(policy["base"], k - 1)))
            if not clock.now() + pause <= end:
                break
            clock.sleep(pause)
        try:
            result = operation(key)
        except BaseException as error:
            if not isinstance(error, (ConnectionError, TimeoutError)):
                raise
            last = error
        else:
            return result
    raise last
