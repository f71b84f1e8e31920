import base64
from pathlib import Path

from mentorship.local import keys


def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    made = keys.ensure(tmp_path / "keys")
    texts = {name: Path(path).read_text() for name, path in made.items()}
    assert keys.ensure(tmp_path / "keys") == made
    assert {name: Path(path).read_text() for name, path in made.items()} == texts
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert {Path(path).stat().st_mode & 0o777 for path in made.values()} == {0o600}
    assert len(texts["SECRET_KEY_FILE"]) >= 50
    name, _, material = texts["CONFIDENTIAL_KEYS_FILE"].partition(":")
    assert (name, len(base64.b64decode(material, validate=True))) == ("demo", 32)


def test_a_key_that_was_cut_off_by_a_crash_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    keys.ensure(tmp_path)
    assert (tmp_path / "secret_key").read_text()
