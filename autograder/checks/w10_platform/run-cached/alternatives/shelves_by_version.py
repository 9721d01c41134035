def run_cached(dag, cache, inputs):
    def fresh(value):
        if isinstance(value, dict):
            return {key: fresh(part) for key, part in value.items()}
        if isinstance(value, list):
            return [fresh(part) for part in value]
        return value

    known, outputs, called = dict(inputs), {}, []
    for name in dag:
        version, needs, function = dag[name]
        shelf = cache.get(version, {})
        key = json.dumps([known[need] for need in needs], sort_keys=True)
        if key not in shelf:
            called.append(name)
            result = function(*(fresh(known[need]) for need in needs))
            shelf[key] = {"value": fresh(result)}
            cache[version] = shelf
        known[name] = shelf[key]["value"]
        outputs[name] = fresh(known[name])
    return outputs, called
