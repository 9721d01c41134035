import secrets
from itertools import count


def retry(operation, policy, clock, rng):
    tries, base, cap = policy["tries"], policy["base"], policy["cap"]
    if tries <= 0:
        raise ValueError("tries")
    begin = clock.now()
    key = secrets.token_hex()
    for attempt in count():
        try:
            result = operation(key)
        except Exception as error:
            if not isinstance(error, (TimeoutError, ConnectionError)) or attempt + 1 == tries:
                raise
            pause = rng.uniform(0.0, min(base * 2**attempt, cap))
            if clock.now() - begin + pause > policy["deadline"]:
                raise
        else:
            return result
        clock.sleep(pause)
