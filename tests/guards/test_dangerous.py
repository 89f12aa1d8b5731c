"""The product's own source uses nothing that turns text into code, and asks for secrets, digests and cookies in one manner.

Read word by word from the source, so that a place added later has to be looked at by a person before it stands here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.urls import get_resolver

from tests.guards.form import markup
from tests.guards.structure import walk
from tests.guards.tree import ROOT, files, product, tree

pytestmark = pytest.mark.once

# Where a form's token is not asked, and what stands in its place: a key, a cookie that no other site sends, or nothing to change.
WITHOUT_FORM_TOKEN = {
    "language": "keeps a choice of language, nothing else",
    "skm:api_compute": "computes, writes nothing",
    "satisfaction:send_from_kiosk": "a device's cookie (SameSite=Strict) and a body of JSON",
    "open_data:call": "reads what is public",
    "open_data:call_latest": "reads what is public",
    "open_data:call_agency": "reads what is public",
    "open_data:call_agency_latest": "reads what is public",
}
# Who puts a statement of SQL together; values never stand in it (the linter's S608 looks at each). All others hand over constants.
OWN_SQL = {
    "pendopo/config/backup/databases.py", "pendopo/config/console/setup.py",
    "pendopo/config/health/database_check.py", "pendopo/kernel/agencies/prepared.py",
    "pendopo/kernel/agencies/rows.py", "pendopo/kernel/audit/guarding.py", "pendopo/kernel/calendar/actions/moves.py",
    "pendopo/modules/disclosure/actions/counting.py", "pendopo/modules/satisfaction/actions/recounting.py",
}  # fmt: skip
# Who reads XML of others; each refuses types and entities of its own, or runs in the confined process.
XML_READERS = {
    "pendopo/kernel/documents/inspection/office.py", "pendopo/kernel/documents/redaction/scanning/office.py",
    "pendopo/kernel/imports/workbook.py",
}  # fmt: skip


# Who makes a regular expression of something else than constants: two escape what was typed, two take words of the program.
MADE_PATTERNS = {
    "pendopo/kernel/documents/inspection/office.py", "pendopo/kernel/privacy/rules/scrubbing.py",
    "pendopo/kernel/search/snippets.py", "pendopo/modules/satisfaction/rules/matrix.py",
}  # fmt: skip
# Whose format string is no constant: words of the program, and numbering, which reads an agency's template by a parser of its own.
MADE_FORMATS = {
    "pendopo/config/console/demo.py", "pendopo/kernel/api/writing.py", "pendopo/lib/numbering.py",
    "pendopo/modules/satisfaction/models/counts.py",
}  # fmt: skip


@cache
def texts() -> dict[str, str]:
    """Return the product's own Python files with what stands in them."""
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in product(ROOT)}


def holding(pattern: str) -> set[str]:
    found = re.compile(pattern, re.M)
    return {name for name, text in texts().items() if found.search(text)}


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a function or method of one of these names, with its file."""
    for name in holding(rf"\b({'|'.join(names)})\("):
        for node in ast.walk(tree(ROOT / name)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
                yield name, node


def test_no_text_becomes_code() -> None:
    assert [
        where for where, call in calls("eval", "exec", "compile", "__import__") if isinstance(call.func, ast.Name)
    ] == []
    assert holding(r"\b(from_string|SourceFileLoader|importlib\.util\.spec_from_file_location)\b") == set()
    assert holding(r"from django\.template import .*\bTemplate\b|\bjinja2\b|\bmako\b") == set()


def test_nothing_is_read_that_could_make_objects() -> None:
    assert holding(r"^\s*(import|from) (pickle|marshal|shelve|dill|cloudpickle|yaml|jsonpickle)\b") == set()
    assert {where for where, _call in calls("fromstring", "iterparse", "XMLParser")} == XML_READERS
    assert holding(r"\b(lxml|xml\.sax(?!\.saxutils)|xml\.dom|minidom)\b") == set()


def test_programs_are_started_without_a_shell() -> None:
    assert holding(r"\bos\.(system|popen|spawn\w+)\b|shell\s*=\s*True") == set()
    for where, call in calls("run", "Popen", "check_output"):
        if ast.unparse(call.func).startswith("subprocess."):
            assert not isinstance(call.args[0], (ast.Constant, ast.JoinedStr)), where


def test_sql_is_constant_but_in_known_places() -> None:
    built = set()
    for where, call in calls("execute", "executemany"):
        if call.args and not isinstance(call.args[0], ast.Constant) and not ast.unparse(call.args[0]).isupper():
            built.add(where)
    assert built == OWN_SQL
    assert holding(r"\.(raw|extra)\(|\bRawSQL\b") == set()


def constant(node: ast.expr) -> bool:
    """Tell whether a text is a constant, or put together of constants (their names are in capitals)."""
    if isinstance(node, ast.JoinedStr):
        return all(constant(part.value) for part in node.values if isinstance(part, ast.FormattedValue))
    return isinstance(node, ast.Constant) or ast.unparse(node).isupper()


def test_patterns_and_format_strings_are_constants_but_in_known_places() -> None:
    patterns, formats = set(), set()
    for name in holding(r"\bre\.\w+\(|\.format(_map)?\("):
        for node in ast.walk(tree(ROOT / name)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if ast.unparse(node.func.value) == "re" and node.args and not constant(node.args[0]):
                    patterns.add(name)
                if node.func.attr in {"format", "format_map"} and not constant(node.func.value):
                    formats.add(name)
    assert patterns == MADE_PATTERNS
    assert formats == MADE_FORMATS


def test_secrets_and_digests_are_made_with_what_is_made_for_it() -> None:
    assert {
        name for name in holding(r"^\s*(import|from) random\b") if not name.startswith("pendopo/portal/demo/")
    } == set()
    assert holding(r"\buuid1\(|\bDES\b|\bRC4\b|modes\.(ECB|CBC)|PKCS1v15") == set()
    for where, call in calls("md5", "sha1", "new"):
        if ast.unparse(call.func).startswith("hashlib."):
            told = {each.arg: each.value for each in call.keywords}
            assert ast.unparse(told["usedforsecurity"]) == "False", where
    ciphers = {line for text in texts().values() for line in re.findall(r"primitives\.ciphers\S* import .*", text)}
    assert ciphers == {"primitives.ciphers.aead import AESGCM"}


def test_every_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    set_here = list(calls("set_cookie", "set_signed_cookie"))
    assert len(set_here) >= 5
    for where, call in set_here:
        told = {each.arg: ast.unparse(each.value) for each in call.keywords}
        assert (told["httponly"], told["samesite"] in {"'Lax'", "'Strict'"}) == ("True", True), where
        assert told["secure"] in {"settings.SESSION_COOKIE_SECURE", "settings.LANGUAGE_COOKIE_SECURE"}, where


def test_forms_are_taken_with_their_token_only() -> None:
    exempt = {name for name, _route, view in walk(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)}
    # Operations of the API are opened by the key in a header, which no other site can send along.
    assert {name for name in exempt if not name.startswith("api:")} == set(WITHOUT_FORM_TOKEN)


def test_forms_name_the_fields_that_they_take() -> None:
    assert holding(r"\bModelForm\b|fields\s*=\s*['\"]__all__['\"]|setattr\(\w+, (name|key), request\.") == set()


def test_no_page_holds_a_script_a_style_or_anything_of_another_host() -> None:
    assert markup(ROOT) == []


def scripts() -> dict[str, str]:
    found = [path for path in files(ROOT, ".js", inside="pendopo") if "static" in Path(path).parts]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_scripts_of_pages_run_no_text_and_listen_to_nobody_else() -> None:
    found = scripts()
    assert len(found) >= 5
    ours = {name: re.findall(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function)\b", text)
            for name, text in found.items()}  # fmt: skip
    # Suggestions come as a part of a page, drawn and escaped by the server.
    assert {name: words for name, words in ours.items() if words} == {
        "pendopo/modules/disclosure/static/disclosure/suggest.js": ["innerHTML"]
    }
    assert [
        name for name, text in found.items() if re.search(r"addEventListener\(.message|__proto__|https?://", text)
    ] == []


def test_scripts_keep_nothing_in_the_browser_but_a_screens_answers() -> None:
    kept = {
        name
        for name, text in scripts().items()
        if re.search(r"\b(localStorage|sessionStorage|indexedDB|caches)\b", text)
    }
    assert kept == {
        "pendopo/modules/satisfaction/static/satisfaction/kiosk.js",
        "pendopo/modules/satisfaction/static/satisfaction/kiosk-worker.js",
    }
