import io
import json
import zlib


def pack_model(model):
    file = io.BytesIO()
    names = list(model["arrays"])
    for name in names:
        if model["arrays"][name].dtype == object:
            raise ValueError("objects cannot be packed")
        np.save(file, model["arrays"][name], allow_pickle=False)
    head = json.dumps([model["features"], names]).encode()
    body = len(head).to_bytes(4, "big") + head + file.getvalue()
    return b"\x01" + len(body).to_bytes(8, "big") + zlib.compress(body)


def load_model(blob, digest):
    if hashlib.sha256(blob).hexdigest() != digest:
        raise ValueError("wrong digest")
    if len(blob) < 9 or blob[0] != 1:
        raise ValueError("unknown version")
    reader = zlib.decompressobj()
    try:
        body = reader.decompress(blob[9:])
    except zlib.error:
        raise ValueError("damaged") from None
    if not reader.eof or reader.unused_data or len(body) != int.from_bytes(blob[1:9], "big"):
        raise ValueError("damaged")
    end = 4 + int.from_bytes(body[:4], "big")
    features, names = json.loads(body[4:end])
    file = io.BytesIO(body[end:])
    arrays = {name: np.load(file, allow_pickle=False) for name in names}
    return {"features": features, "arrays": arrays}
