import base64


def pack_model(model):
    arrays = {}
    for name, array in model["arrays"].items():
        if array.dtype.kind == "O":
            raise ValueError(f"{name} has the dtype object")
        native = array.astype("<" + array.dtype.str[1:])
        text = base64.b64encode(native.tobytes()).decode()
        arrays[name] = [native.dtype.str, list(array.shape), text]
    return b"\x01" + json.dumps({"features": model["features"], "arrays": arrays}).encode()


def load_model(blob, digest):
    if hashlib.sha256(blob).hexdigest() != digest or not blob.startswith(b"\x01"):
        raise ValueError("not the registered model, or another version")
    if not blob.endswith(b"}"):
        raise ValueError("cut short")
    content = json.loads(blob[1:])
    arrays = {}
    for name, (dtype, shape, text) in content["arrays"].items():
        arrays[name] = np.frombuffer(bytearray(base64.b64decode(text)), dtype=dtype).reshape(shape)
    return {"features": content["features"], "arrays": arrays}
