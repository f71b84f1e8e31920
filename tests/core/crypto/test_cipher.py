"""Whatever is sealed opens again, in its own place only, and only as it was."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.cipher import Place, seal, unseal
from core.crypto.errors import KeyMissing, Tampered
from core.crypto.fields import EncryptedJSONField, EncryptedTextField

HERE = Place("crypto_note.text", "row-1")
ELSEWHERE = [
    Place("crypto_memo.text", "row-1"),
    Place("crypto_note.other", "row-1"),
    Place("crypto_note.text", "row-2"),
]
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.text() | st.text(alphabet="😀𝄞é\u202e\x00'\"\\"))
def test_any_text_comes_back(text: str) -> None:
    field = EncryptedTextField()
    assert field.load(unseal(seal(field.dump(text), HERE), HERE)) == text


@given(json_values)
def test_any_json_comes_back(value: object) -> None:
    field = EncryptedJSONField()
    assert field.load(unseal(seal(field.dump(value), HERE), HERE)) == value


@given(st.binary(min_size=1))
def test_a_text_opens_in_its_own_place_only(plain: bytes) -> None:
    token = seal(plain, HERE)
    for place in ELSEWHERE:
        with pytest.raises(Tampered):
            unseal(token, place)


@given(st.binary(max_size=40), st.data())
def test_a_changed_byte_is_noticed(plain: bytes, data: st.DataObject) -> None:
    head, _, encoded = seal(plain, HERE).rpartition(".")
    raw = bytearray(base64.urlsafe_b64decode(encoded))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Tampered):
        unseal(f"{head}.{base64.urlsafe_b64encode(raw).decode()}", HERE)


@given(st.text())
def test_what_is_no_sealed_text_is_refused(token: str) -> None:
    with pytest.raises((Tampered, KeyMissing)):
        unseal(token, HERE)


@pytest.mark.parametrize("token", ["v1.open1.", "v1.open1.AAAA", "v1.open1.!", "v2.open1.AAAA"])
def test_a_cut_text_is_refused(token: str) -> None:
    with pytest.raises(Tampered):
        unseal(token, HERE)


def test_the_same_text_looks_different_each_time() -> None:
    assert seal(b"same", HERE) != seal(b"same", HERE)


def test_an_unknown_key_says_which_one_is_missing() -> None:
    with pytest.raises(KeyMissing, match="no key 'gone'"):
        unseal(seal(b"text", HERE).replace("v1.open1", "v1.gone"), HERE)
