"""The tiny model: its gradient, its cache, and that it learns."""

import numpy as np
import pytest

from autograder import bank
from worlds.tiny_model import ALPHABET, Counts, TinyModel, decode, encode, softmax

TEXT = "the crew rests for ten hours. the gate is told first, then the crew.\n" * 20


def small(dtype=np.float64):
    return TinyModel(layers=2, heads=4, kv_heads=2, head_dim=4, seed=3, dtype=dtype)


def test_a_text_comes_back_in_lower_case_without_unknown_marks():
    assert decode(encode("The crew's REST: 10 h (ok?)\n€")) == "the crew's rest: 10 h (ok?)\n"


@pytest.mark.parametrize("name", list(small().weights))
def test_the_gradient_is_that_of_the_loss(name):
    model, tokens = small(), encode(TEXT)[:26].reshape(2, 13)
    _, grad = model.loss_and_gradient(tokens)
    rng = np.random.default_rng(0)
    direction = rng.normal(size=model.weights[name].shape)
    ends = []
    for step in (1e-5, -1e-5):
        moved = small()
        moved.weights[name] += step * direction
        ends.append(moved.loss_and_gradient(tokens)[0])
    assert (ends[0] - ends[1]) / 2e-5 == pytest.approx((grad[name] * direction).sum(), rel=1e-5)


def test_a_text_that_is_read_in_pieces_is_read_as_in_one_piece():
    model, tokens = small(), encode(TEXT)[:40].reshape(2, 20)
    whole = model.read(tokens, model.cache(2, 20))
    cache = model.cache(2, 30)
    pieces = [model.read(tokens[:, a:b], cache) for a, b in ((0, 7), (7, 8), (8, 20))]
    np.testing.assert_allclose(np.concatenate(pieces, axis=1), whole, atol=1e-10)
    cache.length = 8
    np.testing.assert_allclose(model.read(tokens[:, 8:], cache), whole[:, 8:], atol=1e-10)


def test_what_follows_does_not_change_what_came_before():
    model, tokens = small(), encode(TEXT)[:20].reshape(1, 20)
    other = tokens.copy()
    other[0, 12:] = 1
    one, two = (model.read(each, model.cache(1, 20)) for each in (tokens, other))
    np.testing.assert_allclose(one[:, :12], two[:, :12], atol=1e-12)
    assert np.abs(one[:, 12:] - two[:, 12:]).max() > 1e-3


def test_the_cache_has_the_bytes_that_week_12_counts():
    model = TinyModel()
    kv_cache_bytes = bank.reference_namespace("w12_foundation_models")["kv_cache_bytes"]
    assert model.cache(3, 100).nbytes == 3 * kv_cache_bytes(model.shape, 100)


def test_it_learns_and_the_same_seed_learns_the_same():
    tokens = encode(TEXT)
    runs = []
    for _ in range(2):
        model = TinyModel(layers=1, heads=2, kv_heads=1, head_dim=8, seed=1)
        losses = model.fit(tokens, steps=60, seed=2, batch=8, time=32)
        runs.append(losses)
    assert runs[0] == runs[1]
    assert np.mean(losses[-5:]) < 0.6 * losses[0]
    assert model.loss(tokens) == pytest.approx(np.mean(losses[-5:]), rel=0.3)


def test_counts_are_the_shares_of_what_followed():
    counts = Counts(encode("abab"), order=1, strength=0)
    after_a = counts.probabilities(encode("xa"))
    assert after_a[ALPHABET.index("b")] == 1
    smooth = Counts(encode(TEXT), order=3)
    p = smooth.probabilities(encode("the"))
    assert p.sum() == pytest.approx(1)
    assert p.min() > 0
    assert softmax(np.log(p)) == pytest.approx(p)
    assert smooth.probabilities([]).sum() == pytest.approx(1)
