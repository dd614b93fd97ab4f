"""Rules of the tree: what lies where, how big it is, what must not stand in it."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "voipmon"
MAX_LINES = 300
MAX_FUNCTION_LINES = 40

# Modules without a test file of their own, and where they are tested instead.
TESTED_ELSEWHERE = {
    "core/domain/commands.py": "values only; their encoding is in tests/engine",
    "core/domain/facts.py": "values only; their encoding is in tests/engine",
    "core/domain/snapshot.py": "values only; their encoding is in tests/engine",
    "core/domain/verdict.py": "values only; made in services/inquiry.py",
    "core/errors.py": "values only",
    "core/frame.py": "values only",
    "core/wire/names.py": "values only",
    "core/playout/stats.py": "values only; their meaning is in test_engine",
    "ui/setup/context.py": "values only; made by ui/main_window.py",
    "core/wire/resources.py": "values only; read by core/wire/resource_reader.py",
}

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "README.md",
    "packaging",
    "pyproject.toml",
    "resources",
    "tests",
    "voipmon",
}


def tracked() -> list[str]:
    """Files that belong to the project: known to git, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        pytest.skip("not a git checkout")
    return [name for name in result.stdout.splitlines() if (ROOT / name).is_file()]


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    files = [*sources(PACKAGE), *sources(ROOT / "tests")]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}


def test_every_module_has_its_test():
    missing = []
    for path in sources(PACKAGE):
        inner = path.relative_to(PACKAGE)
        mirror = ROOT / "tests" / inner.with_name(f"test_{inner.name}")
        if inner.name.startswith("__") or inner.as_posix() in TESTED_ELSEWHERE:
            continue
        if not mirror.exists():
            missing.append(f"{inner.as_posix()} -> {name_of(mirror)}")
    assert not missing, "\n".join(["no test for", *missing])


def test_the_list_of_exceptions_names_only_what_exists():
    for inner in TESTED_ELSEWHERE:
        path = PACKAGE / inner
        assert path.exists(), inner
        mirror = ROOT / "tests" / Path(inner).with_name(f"test_{path.name}")
        assert not mirror.exists(), f"{inner} has its test by now"


def test_files_are_short(trees):
    lengths = {path: len(path.read_text().splitlines()) for path in trees}
    long = [f"{name_of(p)}: {n}" for p, n in lengths.items() if n > MAX_LINES]
    assert not long, "\n".join([f"over {MAX_LINES} lines", *long])


def test_functions_are_short(trees):
    long = []
    for path, tree in trees.items():
        if PACKAGE not in path.parents:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = _code_lines(node)
                if lines > MAX_FUNCTION_LINES:
                    long.append(f"{name_of(path)}:{node.lineno} {node.name}: {lines}")
    assert not long, "\n".join([f"over {MAX_FUNCTION_LINES} lines", *long])


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without decorators and docstring."""
    first = node.body[0]
    doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if doc else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_every_module_says_what_it_is(trees):
    silent = [
        name_of(path)
        for path, tree in trees.items()
        if not ast.get_docstring(tree)
        and path.stat().st_size
        and not path.name.startswith("test_")  # named after what they test
    ]
    assert not silent, silent


def test_packages_hold_only_their_docstring(trees):
    for path, tree in trees.items():
        if path.name == "__init__.py" and PACKAGE in path.parents:
            code = [
                node
                for node in tree.body
                if not isinstance(node, ast.Expr)
                and not (
                    isinstance(node, ast.Assign)
                    and ast.unparse(node.targets[0]) == "__version__"
                )
            ]
            assert not code, f"{name_of(path)}: {ast.unparse(code[0])}"


def test_only_the_command_line_prints(trees):
    printing = [
        f"{name_of(path)}:{node.lineno}"
        for path, tree in trees.items()
        if PACKAGE in path.parents and PACKAGE / "cli" not in path.parents
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing, printing


def test_certificates_are_always_checked(trees):
    """`CERT_NONE` is right in one place: where a pinned fingerprint replaces it."""
    off = [
        name_of(path)
        for path in trees
        if PACKAGE in path.parents
        and re.search(r"CERT_NONE|_create_unverified|verify=False", path.read_text())
    ]
    assert set(off) <= {"voipmon/net/trust.py"}, off


def test_no_secret_is_taken_from_an_argument(trees):
    """Other users of a machine can read every program's arguments."""
    pattern = re.compile(r"""add_argument\(\s*["']--?(token|password|accesskey|key)""")
    found = [name_of(p) for p in trees if pattern.search(p.read_text())]
    assert not found, found


def test_top_level_holds_only_what_belongs_there():
    strangers = {name.split("/")[0] for name in tracked()} - TOP_LEVEL
    assert not strangers, strangers


def test_nothing_big_or_generated_is_kept():
    for name in tracked():
        assert not name.endswith((".pyc", ".orig", ".log", ".whl")), name
        assert (ROOT / name).stat().st_size < 8_000_000, name


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("requirements.txt", 20),
        ("requirements-dev.txt", 40),
        ("requirements-bench-build.txt", 2),
        ("requirements-bench.txt", 1),
    ],
)
def test_lock_has_checksums_and_no_addresses(name, least):
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    assert not re.search(
        r"https?:|file:|^-|--index|--find-links| @ ", text, re.MULTILINE
    )
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) >= least
    for block in blocks:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", block), block[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block[:60]


def test_both_locks_agree():
    """One `.venv` serves both; neither may take back what the other installed."""
    runtime, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert runtime.items() <= dev.items()


def test_what_pesq_needs_takes_nothing_back():
    """It is installed on top of the packages of the tests."""
    names = ("requirements-bench-build.txt", "requirements-bench.txt")
    extra = {name for file in names for name in pins(file)}
    assert extra == {"cython", "setuptools", "pesq"}
    assert not extra & pins("requirements-dev.txt").keys()


def test_lock_covers_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"]
    locked = {name.lower() for name in pins("requirements.txt")}
    for line in asked:
        name = re.match(r"[A-Za-z0-9._-]+", line)
        assert name, line
        assert name[0].lower() in locked, f"{line}: run packaging/lock.sh"


def test_continuous_integration_runs_the_readme_command():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "sh packaging/test.sh" in lines
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_tour_does_with_the_packages_of_the_program():
    """`run.sh` installs the runtime lock only; the tour must start with that."""
    extra = pins("requirements-dev.txt").keys() - pins("requirements.txt").keys()
    modules = sorted({name.replace("-", "_") for name in extra} | {"pytestqt"})
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({modules!r}))\n"
        "import tests.tour.__main__"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["run.sh", "test.sh", "setup.sh", "lock.sh"])
def test_scripts_are_plain_shell(name):
    script = ROOT / "packaging" / name
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
