import io
import json
import zlib


def pack_model(model):
    file = io.BytesIO()
    for array in model["arrays"].values():
        np.save(file, array, allow_pickle=False)  # of objects, a ValueError
    head = json.dumps([model["features"], list(model["arrays"])]).encode()
    body = len(head).to_bytes(4, "big") + head + file.getvalue()
    return b"\x01" + zlib.compress(body)


def load_model(blob, digest):
    if hashlib.sha256(blob).hexdigest() != digest:
        raise ValueError("wrong digest")
    if not blob or blob[0] != 1:
        raise ValueError("unknown version")
    reader = zlib.decompressobj()
    body = reader.decompress(blob[1:])
    if not reader.eof or reader.unused_data:
        raise ValueError("damaged")
    file = io.BytesIO(body)
    head = file.read(int.from_bytes(file.read(4), "big"))
    features, names = json.loads(head)
    return {"features": features, "arrays": {name: np.load(file) for name in names}}
