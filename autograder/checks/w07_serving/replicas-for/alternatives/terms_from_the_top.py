import math


def wait_probability(servers, rate, service_time, wait_limit):
    if min(servers - 1, wait_limit) < 0 or min(rate, service_time) <= 0:
        raise ValueError("impossible queue")
    load = rate * service_time
    if servers <= load:
        return 1.0
    # All terms over a**c / c!: the last one is 1, and each before it k / load times larger.
    others, term = 0.0, 1.0
    for k in range(int(servers), 0, -1):
        term *= k / load
        others += term
    last = servers / (servers - load)
    return last / (others + last) * math.exp(-(servers - load) * wait_limit / service_time)


def replicas_for(rate, service_time, wait_limit, quantile):
    if quantile <= 0 or quantile >= 1:
        raise ValueError("impossible quantile")
    for c in range(1, 2001):
        if 1 - wait_probability(c, rate, service_time, wait_limit) >= quantile:
            return c
