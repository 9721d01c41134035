import struct

HEAD = struct.Struct("<BQQ")  # version, length of the whole blob, length of the JSON header


def pack_model(model):
    entries, parts = [], []
    for name, array in model["arrays"].items():
        if array.dtype.hasobject:
            raise ValueError(f"cannot pack an array of dtype {array.dtype}")
        entries.append({"name": name, "dtype": array.dtype.str, "shape": array.shape})
        parts.append(array.tobytes())
    header = json.dumps({"features": model["features"], "arrays": entries}).encode()
    body = header + b"".join(parts)
    return HEAD.pack(1, HEAD.size + len(body), len(header)) + body


def load_model(blob, digest):
    if hashlib.sha256(blob).hexdigest() != digest:
        raise ValueError("this is not the blob that was registered")
    try:
        version, total, length = HEAD.unpack_from(blob)
    except struct.error:
        raise ValueError("the blob was cut short") from None
    if version != 1:
        raise ValueError(f"version {version} is unknown")
    if len(blob) != total:
        raise ValueError("the blob was cut short, or has further bytes")
    offset = HEAD.size + length
    header = json.loads(blob[HEAD.size : offset])
    arrays = {}
    for entry in header["arrays"]:
        array = np.frombuffer(blob, entry["dtype"], math.prod(entry["shape"]), offset)
        arrays[entry["name"]] = array.reshape(entry["shape"])
        offset += array.nbytes
    return {"features": header["features"], "arrays": arrays}
