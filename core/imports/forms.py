"""What the pages of imports ask."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from core.imports.kinds import ImportKind
from core.imports.models import ImportBatch
from core.imports.reading import Choices
from core.imports.reading.delimited import DELIMITERS
from core.imports.reading.encodings import ENCODINGS
from core.imports.selectors import FileColumn

if TYPE_CHECKING:
    from core.accounts.models import User


class NoOptions(Form):
    """For kinds that ask nothing. The base of what kinds ask: takes the user who asks."""

    def __init__(self, *args: Any, user: "User | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class FileFields(forms.Form):
    """The file, and how to read it for those who know better."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or an Excel workbook, with the names of the columns in the first line."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods"}),
    )


def start_form(
    kind: ImportKind, user: "User", data: Any = None, files: Any = None, initial: Any = None
) -> forms.Form:
    """The form that begins an import: what the kind asks, then the file."""
    asked = kind.options_form or NoOptions
    form: forms.Form = type("StartForm", (FileFields, asked), {})(
        data, files, user=user, initial=initial
    )
    form.order_fields([name for name in form.fields if name != "file"])
    form.helper = helper(submit=_("Upload"), guard=False)  # type: ignore[attr-defined]
    return form


class ReadingForm(Form):
    """How the file was read, to be corrected."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Columns are separated by"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_line = forms.IntegerField(label=_("Line with the column names"), min_value=1)

    def __init__(self, batch: ImportBatch, data: Any = None) -> None:
        now = {name: getattr(batch, name) for name in self.base_fields}
        super().__init__(data, initial=now)
        if batch.sheets:
            self.fields["sheet"].choices = [(name, name) for name in batch.sheets]  # type: ignore[attr-defined]
            unwanted = ["encoding", "delimiter"]
        else:
            self.fields["encoding"].choices = list(ENCODINGS.items())  # type: ignore[attr-defined]
            self.fields["delimiter"].choices = list(DELIMITERS.items())  # type: ignore[attr-defined]
            unwanted = ["sheet"]
        for name in unwanted:
            del self.fields[name]
        self.helper = helper(submit=_("Read the file again"), guard=False)

    def choices(self) -> Choices:
        """The answer."""
        return Choices(**self.cleaned_data)


class MappingForm(forms.Form):
    """For each column of the file, what it is imported as."""

    def __init__(self, kind: ImportKind, columns: Sequence[FileColumn], data: Any = None) -> None:
        super().__init__(data)
        offered: list[tuple[str, Any]] = [("", _("Don’t import"))]
        offered += [(c.key, f"{c.label} *" if c.required else c.label) for c in kind.offered()]
        self.columns = [column for column in columns if not column.protected]
        for column in self.columns:
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                label=column.name,
                choices=offered,
                required=False,
                initial=column.chosen,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def chosen(self) -> dict[int, str]:
        """Column's key by index of the file's column."""
        answers = {c.index: self.cleaned_data[f"column-{c.index}"] for c in self.columns}
        return {index: key for index, key in answers.items() if key}

    def refuse(self, by_column: dict[int | None, str]) -> None:
        """Put the service's objections beside their fields."""
        for index, message in by_column.items():
            self.add_error(None if index is None else f"column-{index}", message)

    def beside(self, columns: Sequence[FileColumn]) -> list[tuple[FileColumn, Any]]:
        """Each column of the file with its field, None for a protected one."""
        return [
            (column, None if column.protected else self[f"column-{column.index}"])
            for column in columns
        ]


class RepairForm(forms.Form):
    """One cell, or one value wherever it stands in a column."""

    column = forms.CharField(max_length=60)
    number = forms.IntegerField(min_value=1, required=False)
    bad = forms.CharField(required=False, strip=False)
    good = forms.CharField(required=False, max_length=5_000, strip=False)

    def __init__(self, kind: ImportKind, data: Any) -> None:
        super().__init__(data)
        self.kind = kind

    def clean_column(self) -> str:
        """A column that the kind offers."""
        name: str = self.cleaned_data["column"]
        if name not in {column.key for column in self.kind.offered()}:
            raise forms.ValidationError(_("There is no such column."))
        return name
