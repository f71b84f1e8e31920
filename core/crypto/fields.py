"""Model fields whose values are encrypted in the database and bound to their row.

A row loads its ciphertext; the text is decrypted when the attribute is read, and encrypted when
the row is saved. A text that was not changed is written back as it was. What the database can't
do with ciphertext (filter, sort, change in bulk) is refused with `Misused`.

Stored as they are, so that "has a text" can be asked: None as NULL, and the empty string as the
empty string. `filter(notes="")`, `exclude(notes="")` and `notes__isnull` are the only questions.
"""

import json
from typing import Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, IsNull, Lookup
from django.db.models.query_utils import DeferredAttribute
from django.db.models.sql.compiler import SQLInsertCompiler
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.crypto.cipher import Place, prefix, seal
from core.crypto.ciphertext import Ciphertext
from core.crypto.errors import Misused


class EncryptedAttribute(DeferredAttribute):
    """Decrypts when read. Keeps the ciphertext when the same text is assigned again."""

    field: "EncryptedField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        stored = super().__get__(instance, cls)
        if instance is None or not isinstance(stored, Ciphertext):
            return stored
        return stored.open(self.field.place(instance), self.field.load)

    def __set__(self, instance: models.Model, value: Any) -> None:
        stored = instance.__dict__.get(self.field.attname)
        if not (isinstance(stored, Ciphertext) and self._says(stored, value, instance)):
            instance.__dict__[self.field.attname] = value

    def _says(self, stored: Ciphertext, value: Any, instance: models.Model) -> bool:
        """Whether the ciphertext is already known to hold this value for this row."""
        if stored.opened is None or stored.opened[0] != self.field.place(instance):
            return False
        known = stored.opened[2]
        return known is value or (isinstance(value, str) and known == value)

    def __delete__(self, instance: models.Model) -> None:
        instance.__dict__.pop(self.field.attname, None)


class SealedBy(Lookup):
    """`notes__sealed_by="key id"`: the texts that one key has encrypted; for rotation."""

    lookup_name = "sealed_by"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, params = self.process_lhs(compiler, connection)
        return f"starts_with({left}, %s)", [*params, prefix(self.rhs)]


ALLOWED = {"exact": Exact, "isnull": IsNull, "sealed_by": SealedBy}


class EncryptedCol(Col):
    """A column that can be selected and compared with nothing, but not sorted by."""

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Django passes more than the query only where it sorts; a test keeps this true."""
        if not args:
            return super().resolve_expression(query, **kwargs)
        raise FieldError(f"{self.target.name} is encrypted: rows can't be sorted by it.")


class EncryptedField(models.TextField):
    """What text and JSON share. `bound_to` keeps "table.column" as it was after a renaming."""

    descriptor_class = EncryptedAttribute

    def __init__(self, *args: Any, bound_to: str | None = None, **kwargs: Any) -> None:
        self.bound_to = bound_to
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.bound_to:
            kwargs["bound_to"] = self.bound_to
        return name, path, args, kwargs

    def dump(self, value: Any) -> bytes:
        """The value as bytes."""
        raise NotImplementedError

    def load(self, plain: bytes) -> Any:
        """The value out of its bytes."""
        raise NotImplementedError

    def is_open(self, value: Any) -> bool:
        """Whether a value holds nothing and is stored as it is."""
        return value is None or value == ""

    def place(self, instance: models.Model) -> Place:
        """Where this field's text of that row is stored. Raises Misused without a primary key."""
        if instance.pk is None:
            raise Misused(f"{self}: the row needs its primary key before it can be encrypted.")
        row = str(instance._meta.pk.to_python(instance.pk))
        return Place(self.bound_to or f"{self.model._meta.db_table}.{self.column}", row)

    # Reading
    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return Ciphertext(value) if value else value

    # Writing
    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        stored = model_instance.__dict__.get(self.attname, "")
        if isinstance(stored, Ciphertext):
            if not self._changed(stored, model_instance):
                return stored
            stored = stored.opened[2] if stored.opened else None
        if hasattr(stored, "resolve_expression"):
            raise Misused(f"{self} is encrypted: it can't be set by a database expression.")
        if self.is_open(stored):
            return stored
        place, plain = self.place(model_instance), self.dump(stored)
        sealed = Ciphertext(seal(plain, place), (place, plain, stored))
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def _changed(self, stored: Ciphertext, instance: models.Model) -> bool:
        """Whether a value that was read has been changed in place. Raises if it belongs elsewhere.

        A text of a lost key is written back unread: the row's other fields can still change.
        """
        place = self.place(instance)
        if stored.opened is None or stored.opened[0] != place:
            if stored.key_is_known:
                stored.open(place, self.load)
            return False
        return self.dump(stored.opened[2]) != stored.opened[1]

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Ciphertext):
            return value.token
        if value is None or value == "":
            return value
        raise Misused(
            f"{self} is encrypted: write it with save() or bulk_create(), not with update() or"
            " bulk_update(); and ask only whether it is empty."
        )

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """Django asks for this in each INSERT and UPDATE; the place to refuse what can't work."""
        if hasattr(value, "as_sql"):
            raise Misused(f"{self} is encrypted: use save(), not update() or bulk_update().")
        upserted = getattr(compiler.query, "update_fields", [])
        if isinstance(compiler, SQLInsertCompiler) and self in upserted:
            raise Misused(f"{self} is bound to its row: no upsert; save each row.")
        return "%s"

    # Asking
    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ALLOWED:
            raise FieldError(f"{self} is encrypted: no {lookup_name!r} on it, only =”” and isnull.")
        return ALLOWED[lookup_name]

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def get_col(self, alias: str, output_field: Any = None) -> Col:
        return EncryptedCol(alias, self, output_field)

    @cached_property
    def cached_col(self) -> Col:
        return EncryptedCol(self.model._meta.db_table, self)

    def value_to_string(self, obj: models.Model) -> str:
        raise Misused(f"{self} is not serialised: back up the database instead.")


class EncryptedTextField(EncryptedField):
    """Confidential text. Unlike TextField, `max_length` is validated."""

    def dump(self, value: Any) -> bytes:
        return str(value).encode()

    def load(self, plain: bytes) -> str:
        return plain.decode()

    @cached_property
    def validators(self) -> list[Any]:
        length = [MaxLengthValidator(self.max_length)] if self.max_length else []
        return [*super().validators, *length]


class EncryptedJSONField(EncryptedField):
    """A confidential JSON value. None is NULL; all else, even "" and {}, is encrypted."""

    _pyi_private_set_type: Any  # for the type checker: not the str of a text field
    _pyi_private_get_type: Any

    def dump(self, value: Any) -> bytes:
        return json.dumps(
            value, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False
        ).encode()

    def load(self, plain: bytes) -> Any:
        return json.loads(plain)

    def is_open(self, value: Any) -> bool:
        return value is None

    def to_python(self, value: Any) -> Any:
        return value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        try:
            self.dump(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(_("Value must be valid JSON.")) from error

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": forms.JSONField, **kwargs})
