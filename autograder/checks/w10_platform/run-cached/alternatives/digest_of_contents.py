def run_cached(dag, cache, inputs):
    def content(value):
        return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()

    addresses = {name: content(value) for name, value in inputs.items()}
    known = {content(value): copy.deepcopy(value) for value in inputs.values()}
    called = []
    for name, (version, needs, function) in dag.items():
        address = "|".join([content(version), *(addresses[need] for need in needs)])
        try:
            entry = cache[address]
        except KeyError:
            output = function(*[copy.deepcopy(known[addresses[need]]) for need in needs])
            entry = cache[address] = {"output": copy.deepcopy(output)}
            called.append(name)
        addresses[name] = content(entry["output"])
        known[addresses[name]] = entry["output"]
    return {name: copy.deepcopy(known[addresses[name]]) for name in dag}, called
