def retry(operation, policy, clock, rng):
    if policy["tries"] < 1:
        raise ValueError("at least one try")
    last = clock.now() + policy["deadline"]
    key = str(uuid.uuid4())

    def attempt(left, limit):
        try:
            return operation(key)
        except (TimeoutError, ConnectionError) as error:
            if left == 1:
                raise
            pause = rng.uniform(0, min(limit, policy["cap"]))
            if not clock.now() + pause <= last:
                raise error
            clock.sleep(pause)
        return attempt(left - 1, limit * 2)

    return attempt(policy["tries"], policy["base"])
