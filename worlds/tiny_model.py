"""A language model small enough to train in seconds, with what a large one has.

Tokens are characters. The model is a transformer with grouped-query attention, after Vaswani et al.
(2017, arXiv:1706.03762) and Ainslie et al. (2023, arXiv:2305.13245), in plain NumPy: normalised
before each part by the root mean square, and with a penalty on distance in place of positions
(Press et al. 2022, arXiv:2108.12409), so that it can read texts longer than those it learnt from.
`Counts` is the draft that goes with it: the shares of what followed the last few characters.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Tokens = NDArray[np.integer]

ALPHABET = " abcdefghijklmnopqrstuvwxyz0123456789.,:;?!'()-\n"


def encode(text: str) -> Tokens:
    """The characters of a text as whole numbers; those not in the alphabet are left out."""
    places = {character: place for place, character in enumerate(ALPHABET)}
    found: Tokens = np.array([places[c] for c in text.lower() if c in places], dtype=np.int64)
    return found


def decode(tokens: Iterable[int]) -> str:
    """The text of whole numbers."""
    return "".join(ALPHABET[token] for token in tokens)


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def _normalised(x: Floats) -> tuple[Floats, Floats]:
    size = np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-5)
    return x / size, size


def _normalised_back(grad: Floats, y: Floats, size: Floats) -> Floats:
    back: Floats = (grad - y * (grad * y).mean(axis=-1, keepdims=True)) / size
    return back


class Cache:
    """Keys and values of the tokens that a model has read: one array of each for every layer."""

    def __init__(self, model: "TinyModel", batch: int, room: int) -> None:
        shape = (batch, model.kv_heads, room, model.head_dim)
        self.keys: list[Floats] = [np.zeros(shape, model.dtype) for _ in range(model.layers)]
        self.values: list[Floats] = [np.zeros(shape, model.dtype) for _ in range(model.layers)]
        self.length = 0

    @property
    def nbytes(self) -> int:
        """Bytes of the whole cache, used or not."""
        return sum(array.nbytes for array in (*self.keys, *self.values))


class TinyModel:
    """A transformer over characters.

    `weights` is a dict of arrays by name. `read` answers questions; `fit` trains.
    """

    def __init__(
        self,
        layers: int = 2,
        heads: int = 4,
        kv_heads: int = 2,
        head_dim: int = 16,
        seed: int = 0,
        dtype: type = np.float32,
    ) -> None:
        self.layers, self.heads, self.kv_heads, self.head_dim = layers, heads, kv_heads, head_dim
        self.dtype = dtype
        width = heads * head_dim
        shapes = {"embed": (len(ALPHABET), width), "out": (width, len(ALPHABET))}
        for layer in range(layers):
            shapes |= {
                f"{layer}.q": (width, width),
                f"{layer}.k": (width, kv_heads * head_dim),
                f"{layer}.v": (width, kv_heads * head_dim),
                f"{layer}.o": (width, width),
                f"{layer}.up": (width, 4 * width),
                f"{layer}.down": (4 * width, width),
            }
        rng = np.random.default_rng(seed)
        self.weights: dict[str, Floats] = {}
        for name, (rows, columns) in shapes.items():
            scale = 1.0 if name == "embed" else rows**-0.5
            self.weights[name] = rng.normal(0, scale, (rows, columns)).astype(dtype)
        self.slopes = 2.0 ** -np.linspace(1, 6, heads).reshape(kv_heads, heads // kv_heads, 1, 1)

    @property
    def shape(self) -> dict[str, int]:
        """The model's shape as `kv_cache_bytes` of week 12 takes it."""
        bits = 8 * np.dtype(self.dtype).itemsize
        return {
            "layers": self.layers,
            "heads": self.heads,
            "kv_heads": self.kv_heads,
            "head_dim": self.head_dim,
            "cache_bits": bits,
            "parameters": sum(array.size for array in self.weights.values()),
            "weight_bits": bits,
        }

    def cache(self, batch: int, room: int) -> Cache:
        """An empty cache for `batch` texts of up to `room` tokens each."""
        return Cache(self, batch, room)

    def _bias(self, new: int, length: int) -> Floats:
        """What is added to the scores of the last `new` of `length` tokens, by head."""
        back = np.arange(length - new, length)[:, None] - np.arange(length)[None, :]
        return np.where(back >= 0, -self.slopes * back, -np.inf).astype(self.dtype)

    def _split(self, x: Floats) -> Floats:
        batch, time, _ = x.shape
        return x.reshape(batch, time, -1, self.head_dim).transpose(0, 2, 1, 3)

    def _attend(self, q: Floats, k: Floats, v: Floats, bias: Floats) -> tuple[Floats, Floats]:
        """Attention of queries (batch, heads, new, head_dim) to (batch, kv_heads, length, ...)."""
        batch, _, new, _ = q.shape
        grouped = q.reshape(batch, self.kv_heads, -1, self.head_dim)
        scores = grouped @ k.swapaxes(-1, -2) * self.dtype(self.head_dim**-0.5)
        shares = softmax(scores.reshape(batch, self.kv_heads, -1, new, k.shape[2]) + bias)
        mixed = shares.reshape(batch, self.kv_heads, -1, k.shape[2]) @ v
        heads = mixed.reshape(batch, self.heads, new, self.head_dim)
        return heads.transpose(0, 2, 1, 3).reshape(batch, new, -1), shares

    def read(self, tokens: Tokens, cache: Cache) -> Floats:
        """Reads further tokens, and says what may follow each of them.

        `tokens` has one row for each text of the batch. Keys and values go into the cache, and
        those that are there already are looked back at. Returns an array of logits (batch, new
        tokens, characters).
        """
        w, new = self.weights, tokens.shape[1]
        begin, end = cache.length, cache.length + new
        bias = self._bias(new, end)
        x = w["embed"][tokens]
        for layer in range(self.layers):
            n, _ = _normalised(x)
            cache.keys[layer][:, :, begin:end] = self._split(n @ w[f"{layer}.k"])
            cache.values[layer][:, :, begin:end] = self._split(n @ w[f"{layer}.v"])
            keys, values = cache.keys[layer][:, :, :end], cache.values[layer][:, :, :end]
            mixed, _ = self._attend(self._split(n @ w[f"{layer}.q"]), keys, values, bias)
            x = x + mixed @ w[f"{layer}.o"]
            n, _ = _normalised(x)
            x = x + np.maximum(n @ w[f"{layer}.up"], 0) @ w[f"{layer}.down"]
        cache.length = end
        return np.asarray(_normalised(x)[0] @ w["out"])

    def loss_and_gradient(self, tokens: Tokens) -> tuple[float, dict[str, Floats]]:
        """Mean loss of predicting each token from those before it, in nats, and its gradient."""
        w, inputs, wanted = self.weights, tokens[:, :-1], tokens[:, 1:]
        batch, time = inputs.shape
        bias = self._bias(time, time)
        x = w["embed"][inputs]
        kept = []
        for layer in range(self.layers):
            n, size = _normalised(x)
            q, k, v = (self._split(n @ w[f"{layer}.{part}"]) for part in "qkv")
            mixed, shares = self._attend(q, k, v, bias)
            x = x + mixed @ w[f"{layer}.o"]
            n2, size2 = _normalised(x)
            h = np.maximum(n2 @ w[f"{layer}.up"], 0)
            x = x + h @ w[f"{layer}.down"]
            kept.append((n, size, q, k, v, shares, mixed, n2, size2, h))
        last, size_last = _normalised(x)
        p = softmax(last @ w["out"])
        right = np.take_along_axis(p, wanted[..., None], axis=-1)
        loss = float(-np.log(right).mean())

        def product(a: Floats, b: Floats) -> Floats:
            return np.asarray(a.reshape(-1, a.shape[-1]).T @ b.reshape(-1, b.shape[-1]))

        grad: dict[str, Floats] = {}
        d = p
        np.put_along_axis(d, wanted[..., None], right - 1, axis=-1)
        d = d / self.dtype(batch * time)
        grad["out"] = product(last, d)
        dx = _normalised_back(d @ w["out"].T, last, size_last)
        for layer in reversed(range(self.layers)):
            n, size, q, k, v, shares, mixed, n2, size2, h = kept[layer]
            grad[f"{layer}.down"] = product(h, dx)
            dh = (dx @ w[f"{layer}.down"].T) * (h > 0)
            grad[f"{layer}.up"] = product(n2, dh)
            dx = dx + _normalised_back(dh @ w[f"{layer}.up"].T, n2, size2)
            grad[f"{layer}.o"] = product(mixed, dx)
            dmixed = self._split(dx @ w[f"{layer}.o"].T)
            grouped = dmixed.reshape(batch, self.kv_heads, -1, self.head_dim)
            flat = shares.reshape(batch, self.kv_heads, -1, time)
            dv = flat.swapaxes(-1, -2) @ grouped
            dshares = grouped @ v.swapaxes(-1, -2)
            dscores = flat * (dshares - (dshares * flat).sum(axis=-1, keepdims=True))
            dscores = dscores * self.dtype(self.head_dim**-0.5)
            dq = (dscores @ k).reshape(q.shape)
            dk = dscores.swapaxes(-1, -2) @ q.reshape(batch, self.kv_heads, -1, self.head_dim)
            dn = np.zeros_like(n)
            for part, part_grad in zip("qkv", (dq, dk, dv), strict=True):
                joined = part_grad.transpose(0, 2, 1, 3).reshape(batch, time, -1)
                grad[f"{layer}.{part}"] = product(n, joined)
                dn = dn + joined @ w[f"{layer}.{part}"].T
            dx = dx + _normalised_back(dn, n, size)
        grad["embed"] = np.zeros_like(w["embed"])
        np.add.at(grad["embed"], inputs, dx)
        return loss, grad

    def fit(
        self,
        tokens: Tokens,
        steps: int,
        seed: int,
        batch: int = 16,
        time: int = 64,
        rate: float = 4e-3,
    ) -> list[float]:
        """Trains by Adam on random pieces of one long text; returns the loss of each step."""
        rng = np.random.default_rng(seed)
        first = {name: np.zeros_like(array) for name, array in self.weights.items()}
        second = {name: np.zeros_like(array) for name, array in self.weights.items()}
        losses = []
        for step in range(1, steps + 1):
            begins = rng.integers(0, len(tokens) - time - 1, batch)
            loss, grad = self.loss_and_gradient(tokens[begins[:, None] + np.arange(time + 1)])
            losses.append(loss)
            now = rate * min(1, step / 20) * (1 - 0.9 * step / steps)
            now *= np.sqrt(1 - 0.99**step) / (1 - 0.9**step)
            for name, g in grad.items():
                first[name] += 0.1 * (g - first[name])
                second[name] += 0.01 * (g * g - second[name])
                self.weights[name] -= (now * first[name] / (np.sqrt(second[name]) + 1e-8)).astype(
                    self.dtype
                )
        return losses

    def loss(self, tokens: Tokens, time: int = 64) -> float:
        """Mean loss on a text, cut into pieces of `time` tokens, in nats a token."""
        pieces = tokens[: len(tokens) // time * time].reshape(-1, time)
        p = softmax(self.read(pieces, self.cache(len(pieces), time))[:, :-1])
        return float(-np.log(np.take_along_axis(p, pieces[:, 1:, None], axis=-1)).mean())


class Counts:
    """How often each character followed the last `order` ones, smoothed by shorter contexts."""

    def __init__(self, tokens: Tokens, order: int, strength: float = 3.0) -> None:
        self.order, self.strength = order, strength
        self.counts: dict[tuple[int, ...], Floats] = {}
        listed = tokens.tolist()
        for size in range(order + 1):
            for place in range(size, len(listed)):
                context = tuple(listed[place - size : place])
                if context not in self.counts:
                    self.counts[context] = np.zeros(len(ALPHABET))
                self.counts[context][listed[place]] += 1

    def probabilities(self, context: Iterable[int]) -> Floats:
        """What may follow, as probabilities above 0."""
        last = tuple(context)[-self.order :] if self.order else ()
        p = np.full(len(ALPHABET), 1 / len(ALPHABET))
        for size in range(len(last) + 1):
            seen = self.counts.get(last[len(last) - size :])
            if seen is not None:
                p = (seen + self.strength * p) / (seen.sum() + self.strength)
        return p
