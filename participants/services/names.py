"""How names sort: the embedded PostgreSQL has no ICU, so a key is stored beside the name."""

import unicodedata


def sort_key(*, given_name: str, family_name: str, fallback: str = "") -> str:
    """Family name, then given name, without accents and case; `fallback` for the nameless."""
    text = f"{family_name} {given_name}".strip() or fallback
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    )
    return bare.casefold()[:260]
