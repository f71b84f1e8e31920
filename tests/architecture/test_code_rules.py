"""What all code has in common, read from its source."""

import ast

from tests.architecture.sources import Source, decorators, in_layer, modules

METHODS = {"require_safe", "require_GET", "require_POST", "require_http_methods"}
LONGEST = {"models": 400, "views": 300}
#: Framework signals that carry no business flow, and why they are heard.
SIGNALS = {"core/health/pulse.py": "Celery says that a worker is ready"}
SIGNAL_NAMES = {
    "post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "receiver", "Signal",
}  # fmt: skip


def views(source: Source) -> list[ast.FunctionDef]:
    """Functions that answer a request at an address."""
    return [
        function
        for function in source.functions()
        if function.args.args
        and function.args.args[0].arg == "request"
        and not function.name.startswith("_")
        and function.returns is not None
        and "Response" in ast.unparse(function.returns)
    ]


def test_each_view_says_which_methods_it_answers() -> None:
    found = [(source, view) for source in in_layer("views") for view in views(source)]
    assert len(found) > 60
    missing = [
        source.at(view, view.name)
        for source, view in found
        if not decorators(view) & METHODS and not _is_partial(source, view)
    ]
    assert missing == []


def _is_partial(source: Source, view: ast.FunctionDef) -> bool:
    """Whether other views of the module call it, and no address leads to it."""
    own = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    return any(ast.unparse(call.func) == view.name for call in own)


def test_nobody_swallows_every_exception() -> None:
    found = []
    for source in modules():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else ""
                goes_on = ast.unparse(node.body[-1]) != "raise"
                if caught in ("", "Exception", "BaseException") and goes_on:
                    found.append(source.at(node, f"except {caught}"))
    assert found == []


def test_no_signal_carries_business() -> None:
    found = []
    for source in modules():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""):
                found.append(source.at(node, node.module or ""))
            elif isinstance(node, ast.ImportFrom) and (node.module or "") == "django.dispatch":
                names = {alias.name for alias in node.names} & SIGNAL_NAMES
                found += [source.at(node, name) for name in names]
    assert [line for line in found if line.split(":")[0] not in SIGNALS] == []


def test_modules_stay_short() -> None:
    found = [
        f"{source.name}: {lines} lines"
        for layer, most in LONGEST.items()
        for source in in_layer(layer)
        if (lines := source.text.count("\n")) > most
    ]
    assert found == []


def services() -> list[tuple[Source, ast.FunctionDef]]:
    """Public functions of service modules; an underscore marks what only the module uses."""
    return [
        (source, function)
        for source in in_layer("services")
        for function in source.functions()
        if not function.name.startswith("_")
    ]


def writes_history(function: ast.FunctionDef) -> bool:
    calls = [n.func for n in ast.walk(function) if isinstance(n, ast.Call)]
    return any(isinstance(call, ast.Name) and call.id == "record" for call in calls)


def test_who_writes_history_says_who_and_when_by_name() -> None:
    found = [(source, one) for source, one in services() if writes_history(one)]
    assert len(found) > 40
    wrong = [
        source.at(one, one.name)
        for source, one in found
        if one.args.args or "now" not in {arg.arg for arg in one.args.kwonlyargs}
    ]
    assert wrong == []


def test_services_know_no_clock_and_no_dice() -> None:
    wanted = {"timezone.now", "datetime.now", "date.today", "datetime.today", "random.random"}
    found = []
    for layer in ("services", "selectors", "permissions", "models", "engine"):
        for source in in_layer(layer):
            for node in ast.walk(source.tree):
                called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if called in wanted:
                    found += [source.at(node, called)]
    assert found == []


def test_confidential_fields_are_never_updated_in_bulk_with_words() -> None:
    names = encrypted_names()
    found = []
    for source in modules():
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "update" or "objects" not in ast.unparse(node.func.value):
                continue
            for keyword in node.keywords:
                empty = isinstance(keyword.value, ast.Constant) and not keyword.value.value
                if keyword.arg in names and not empty:
                    found.append(source.at(node, str(keyword.arg)))
    assert found == []


def encrypted_names() -> set[str]:
    from django.apps import apps

    from core.crypto.fields import EncryptedField

    return {
        field.name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedField)
    }


def test_the_rules_can_fail() -> None:
    text = "def f(request) -> HttpResponse:\n    try: pass\n    except Exception: pass\n"
    source = Source(modules()[0].path, text, ast.parse(text))
    assert [view.name for view in views(source)] == ["f"]
    assert decorators(views(source)[0]) & METHODS == set()
    assert {"notes", "agenda", "words"} <= encrypted_names()
