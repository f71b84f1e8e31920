"""Which rows an undo may touch, and touching them.

A changed row is restored while its fields are as the import left them. A created row is deleted
while its fields are so, and while nothing refers to it that the undo does not delete or restore
as well. All is decided before anything is written.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, InternalError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from core.imports.kinds import Touched
from core.imports.touched import snapshot

Key = tuple[str, str]  # model's label, primary key
_SOME = 1_000


def take_back(traces: Sequence[Touched]) -> list[str]:
    """Undo the traces, last first. For each, in order: why it was left alone, or ""."""
    return _Undo(traces).run()


class _Undo:
    def __init__(self, traces: Sequence[Touched]) -> None:
        self.traces = traces
        self.reasons = [""] * len(traces)
        self.rows = _load(traces)
        self.values = self._current()  # what the fields will be, as the undo goes on
        self.created: dict[Key, int] = {}  # rows to delete, with the trace that made them

    def run(self) -> list[str]:
        restored = [i for i in reversed(range(len(self.traces))) if self._decide(i)]
        self._keep_what_is_built_upon()
        for index in restored:
            self._restore(index)
        self._delete()
        return self.reasons

    def _current(self) -> dict[Key, dict[str, Any]]:
        names: dict[Key, set[str]] = defaultdict(set)
        for trace in self.traces:
            names[_key(trace)] |= set(trace.after)
        return {key: snapshot(row, *sorted(names[key])) for key, row in self.rows.items()}

    def _decide(self, index: int) -> bool:
        """Whether this trace is to be restored; notes deletions and reasons."""
        trace, key = self.traces[index], _key(self.traces[index])
        if key not in self.rows:
            self.reasons[index] = "" if trace.before is None else _("It has been deleted since.")
            return False
        values = self.values[key]
        if any(values[name] != value for name, value in trace.after.items()):
            self.reasons[index] = _("It has been changed since.")
            return False
        if trace.before is None:
            self.created[key] = index
            return False
        values.update(trace.before)
        return True

    def _keep_what_is_built_upon(self) -> None:
        """Take from the deletions what others refer to, until nothing more falls out."""
        while found := self._all_referred_to():
            for key in found:
                self.reasons[self.created.pop(key)] = _("Something else refers to it by now.")

    def _all_referred_to(self) -> set[Key]:
        by_model = _by_model(self.created).items()
        return {key for label, keys in by_model for key in self._referred_to(label, keys)}

    def _referred_to(self, label: str, keys: list[str]) -> Iterator[Key]:
        for field in _references(apps.get_model(label)):
            for parent, child in _referring(field, keys):
                holder = (field.model._meta.label, child)
                released = self.values.get(holder, {}).get(field.name, parent) != parent
                if holder not in self.created and not released:
                    yield (label, parent)

    def _restore(self, index: int) -> None:
        trace = self.traces[index]
        row = self.rows[_key(trace)]
        for name, value in (trace.before or {}).items():
            field: Any = row._meta.get_field(name)
            kind = getattr(field, "target_field", field)
            setattr(row, field.attname, kind.to_python(value))
        row.save(update_fields=list(trace.before or {}))

    def _delete(self) -> None:
        """Models in the reverse of the order in which they first appear; stubborn rows one by one."""
        order = list(dict.fromkeys(trace.model for trace in self.traces))
        for label in reversed(order):
            keys = [key for key in self.created if key[0] == label]
            for start in range(0, len(keys), _SOME):
                self._delete_some(keys[start : start + _SOME])

    def _delete_some(self, keys: list[Key]) -> None:
        if not keys:
            return
        model = apps.get_model(keys[0][0])
        try:
            with transaction.atomic():
                model._base_manager.filter(pk__in=[pk for _label, pk in keys]).delete()
        except (ProtectedError, RestrictedError, IntegrityError, InternalError):
            if len(keys) == 1:
                self.reasons[self.created[keys[0]]] = _("The database keeps it.")
                return
            for key in reversed(keys):
                self._delete_some([key])


def _load(traces: Sequence[Touched]) -> dict[Key, models.Model]:
    found: dict[Key, models.Model] = {}
    for label, keys in _by_model([_key(trace) for trace in traces]).items():
        manager = apps.get_model(label)._base_manager
        for start in range(0, len(keys), _SOME):
            some = keys[start : start + _SOME]
            rows = manager.select_for_update().order_by("pk").in_bulk(some)
            found |= {(label, str(pk)): row for pk, row in rows.items()}
    return found


def _key(trace: Touched) -> Key:
    return (trace.model, trace.id)


def _by_model(keys: Any) -> dict[str, list[str]]:
    sorted_out: dict[str, list[str]] = defaultdict(list)
    for label, pk in dict.fromkeys(keys):
        sorted_out[label].append(pk)
    return sorted_out


def _references(model: type[models.Model]) -> list[Any]:
    """Every foreign key to this model, those of many-to-many tables among them."""
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in relations
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
        and not relation.field.model._meta.proxy
    ]


def _referring(field: Any, keys: list[str]) -> Iterator[tuple[str, str]]:
    """(parent's key, child's key) of the rows that refer to some of `keys`."""
    for start in range(0, len(keys), _SOME):
        rows = field.model._base_manager.filter(
            **{f"{field.name}__in": keys[start : start + _SOME]}
        )
        for parent, child in rows.values_list(field.attname, "pk"):
            yield str(parent), str(child)
