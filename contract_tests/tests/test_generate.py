"""Generation: the same bytes anywhere, everything or nothing, and drift that explains itself."""

import ast
import errno
import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import noxfile
from contract_tests.tests.guides import RecordingSession
from scripts import crash, generate, pins, trees
from scripts.client import package
from scripts.contract.document import Contract, load
from scripts.contract.values import ContractError, Object, at
from scripts.pins import GenerationError
from scripts.trees import BusyError, Difference

CONTRACT = load()
ROOT = CONTRACT.path.parent
Output = pytest.CaptureFixture[str]
Variant = Callable[[str, str], Contract]


@pytest.fixture(scope="module")
def rendered() -> dict[str, bytes]:
    return generate.render(CONTRACT)


@pytest.fixture
def variant(tmp_path: Path) -> Variant:
    """The contract with one text replaced by another."""

    def replaced(old: str, new: str) -> Contract:
        source = CONTRACT.source.decode()
        assert source.count(old) == 1
        path = tmp_path / "openapi.yaml"
        path.write_text(source.replace(old, new), "utf-8")
        return load(path)

    return replaced


@pytest.fixture
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rendered: dict[str, bytes]) -> Path:
    """A current tree for the commands to work on."""
    directory = tmp_path / "generated"
    trees.write(directory, rendered)
    monkeypatch.setattr(generate, "GENERATED", directory)
    return directory


# Rendering


def test_nothing_around_a_rendering_changes_a_byte(tmp_path: Path, rendered: dict[str, bytes]) -> None:
    trees.write(tmp_path, {"ruff.toml": b"indent-width = 2\n", ".gitignore": b"*\n"})
    program = (
        "import hashlib, json; from scripts import generate; from scripts.contract import document; "
        "tree = generate.render(document.load()); "
        "print(json.dumps({path: hashlib.sha256(content).hexdigest() for path, content in tree.items()}))"
    )
    elsewhere = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TMPDIR": str(tmp_path), "PATH": ""}
    run = subprocess.run([sys.executable, "-c", program], env=elsewhere, cwd=tmp_path, stdout=-1, check=True)
    assert json.loads(run.stdout) == {path: sha256(content).hexdigest() for path, content in rendered.items()}


def test_every_module_says_where_it_comes_from(rendered: dict[str, bytes]) -> None:
    modules = [content for path, content in rendered.items() if path.endswith(".py")]
    assert modules
    assert all(content.startswith(package.HEADER) for content in modules)


def test_the_package_is_marked_as_typed(rendered: dict[str, bytes]) -> None:
    assert rendered["comm_sms/py.typed"] == b""


def test_nullable_components_keep_their_names(rendered: dict[str, bytes]) -> None:
    assert "comm_sms/models/send_meta.py" in rendered
    assert not [path for path in rendered if "_type_" in path]


def test_only_the_provenance_states_versions(rendered: dict[str, bytes]) -> None:
    provenance = json.loads(rendered["provenance.json"])
    assert provenance["openapi.yaml"] == sha256(CONTRACT.source).hexdigest()
    assert provenance["tools"].keys() == {"openapi-python-client", "ruff"}
    for version in provenance["tools"].values():
        assert [path for path, content in rendered.items() if version.encode() in content] == ["provenance.json"]


def statements(source: bytes) -> list[str]:
    """What a module does besides importing."""
    nodes = ast.parse(source).body
    return [ast.dump(node) for node in nodes if not isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("module", package.runtime(), ids=lambda module: module.name)
def test_the_runtime_is_contained_as_it_stands_as_far_as_it_is_needed(module: Path, rendered: dict[str, bytes]) -> None:
    whole = iter(statements(module.read_bytes()))
    assert [one for one in statements(rendered[f"comm_sms/{module.name}"]) if one not in whole] == []


def test_what_the_generator_passes_over_is_handed_to_the_runtime(rendered: dict[str, bytes]) -> None:
    url, version = (at(CONTRACT.document, pointer) for pointer in ("/servers/0/url", "/info/version"))
    assert f'BASE_URL = "{url}"\nVERSION = "{version}"\n' in rendered["comm_sms/contract.py"].decode()


def test_hundreds_of_operations_are_formatted_too() -> None:
    names = [f"Thing{number}" for number in range(101, 241)]
    paths: Object = {
        f"/{name}": {
            "get": {
                "operationId": f"get{name}",
                "tags": ["Things"],
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}Answer"}}},
                    }
                },
            }
        }
        for name in names
    }
    schemas: Object = {name: {"type": "object", "properties": {"id": {"type": "string"}}} for name in names}
    for name in names:
        data: Object = {"data": {"$ref": f"#/components/schemas/{name}"}}
        schemas[f"{name}Answer"] = {"type": "object", "required": ["data"], "properties": data}
    document = CONTRACT.document | {"paths": paths, "components": {"schemas": schemas}}
    client = package.render(replace(CONTRACT, document=document))["client.py"].decode()
    assert client.count("def get_thing") == 2 * len(names)
    assert client.count(") -> models.Thing101:") == 2
    assert "Thing101Answer" not in client


# Refusals


@pytest.mark.parametrize("tool", ["openapi-python-client", "ruff"])
def test_another_version_of_a_tool_is_refused(tool: str) -> None:
    pinned = pins.pinned()[tool]
    refusal = f"{tool} {pinned} is installed, .* pins {tool}==0.0.1: run `nox -s generate`"
    with pytest.raises(GenerationError, match=refusal):
        pins.require({tool: "0.0.1"})


def test_a_tool_that_is_not_installed_is_named() -> None:
    with pytest.raises(GenerationError, match="no formatter-of-nobody is installed"):
        pins.require({"formatter-of-nobody": "1.0"})


def test_the_generator_is_not_loaded_before_its_version_is_known() -> None:
    program = "import scripts.generate, sys; sys.exit('openapi_python_client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(crash, "REPORTS", tmp_path / "reports")
    return tmp_path / "reports"


def test_a_warning_of_the_generator_is_an_error(variant: Variant, reports: Path) -> None:
    optional = variant("campaignSend\n          in: path\n          required: true", "campaignSend\n          in: path")
    refusal = r"^openapi-python-client cannot write a part of openapi.yaml: .* is in reports/openapi-python-client.txt$"
    with pytest.raises(GenerationError, match=refusal):
        generate.render(optional)
    assert "Path parameter must be required" in (reports / "openapi-python-client.txt").read_text("utf-8")


def test_an_operation_without_a_module_of_its_own_is_named(variant: Variant) -> None:
    twin = "/twin: {post: {operationId: stop_sms_campaign_send, tags: [SmsCampaigns], responses: {}}}"
    with pytest.raises(ContractError, match="would both become 'stop_sms_campaign_send'"):
        generate.render(variant("paths:\n", f"paths:\n  {twin}\n"))


@pytest.mark.parametrize(
    "server", ["http://api.comm.com/api", "/api", "https://{region}.comm.com", "https://api.comm.com/{version}"]
)
def test_a_contract_without_a_server_to_default_to_is_refused(variant: Variant, server: str) -> None:
    with pytest.raises(ContractError, match="Begin `servers` with an https:// URL"):
        generate.render(variant("- url: https://api.comm.com/api", f"- url: '{server}'"))


@pytest.mark.parametrize("taken", ["send", "close", "baseUrl"])
def test_an_operation_named_as_a_method_of_every_client_is_refused(variant: Variant, taken: str) -> None:
    with pytest.raises(ContractError, match="Choose another operationId: every client has a method"):
        generate.render(variant("operationId: stopSmsCampaignSend", f"operationId: {taken}"))


@pytest.mark.parametrize("media_type", ["multipart/form-data", "application/octet-stream", "text/plain"])
def test_a_body_that_the_client_cannot_write_is_refused(variant: Variant, media_type: str) -> None:
    body = f"requestBody: {{content: {{{media_type}: {{schema: {{type: object}}}}}}}}"
    pointer = media_type.replace("/", "~1")
    with pytest.raises(ContractError, match=f"{pointer} body-written: .* The client writes JSON and forms"):
        generate.render(variant("operationId: stopSmsCampaignSend", f"operationId: stop\n      {body}"))


@pytest.mark.parametrize("style", ["style: matrix", "explode: true", "style: label"])
def test_a_style_of_parameters_that_the_client_does_not_write_is_refused(variant: Variant, style: str) -> None:
    with pytest.raises(ContractError, match=f"(?i)does not write parameters with {style}"):
        generate.render(
            variant("campaignSend\n          in: path", f"campaignSend\n          {style}\n          in: path")
        )


def test_code_that_ruff_rejects_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reports: Path) -> None:
    trees.write(tmp_path, {"errors.py.jinja": b"class Unlucky(Nobody): ...\n"})
    monkeypatch.setattr(package, "TEMPLATES", tmp_path)
    with pytest.raises(GenerationError, match=r"^ruff refuses the generated code: .* which is in reports/ruff.txt$"):
        package.render(CONTRACT)
    assert "F821" in (reports / "ruff.txt").read_text("utf-8")


class Installations(RecordingSession):
    """Keeps what a job installs."""

    def install(self, *requirements: str) -> None:
        """Keep the requirements as one command."""
        self.commands.append(("install", *requirements))


@pytest.mark.parametrize("arguments", [["--only", "client"], ["--only=client"], ["--check", "--only=client"]])
def test_the_job_installs_no_node_for_the_client_alone(arguments: list[str]) -> None:
    recorded: Any = Installations(arguments)
    noxfile.generate(recorded)
    (installed, run) = recorded.commands
    assert f"ruff=={pins.pinned()['ruff']}" in installed
    assert [name for name in installed if name.startswith("nodejs")] == []
    assert run[3:] == tuple(arguments)


# Drift


def test_a_current_tree_differs_in_nothing(generated: Path, capsys: Output) -> None:
    left_behind = ("comm_sms/__pycache__/types.pyc", "comm_sms/.mypy_cache/3.11/types.json", ".DS_Store")
    trees.write(generated, dict.fromkeys(left_behind, b""))
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().out == f"generated/ is current with openapi.yaml {CONTRACT.sha256[:12]}\n"


def test_each_difference_is_explained_and_the_cure_named(generated: Path, capsys: Output) -> None:
    messages = generated / "comm_sms" / "messages.py"
    messages.write_text(messages.read_text("utf-8").replace("    status_code: int", "    status_code: str"), "utf-8")
    line = messages.read_text("utf-8").splitlines().index("    status_code: str") + 1
    (generated / "comm_sms" / "errors.py").unlink()
    (generated / "comm_sms" / "older.py").touch()
    assert generate.main(["--check"]) == 1
    *explained, cure = capsys.readouterr().out.splitlines()
    changed = r"committed '    status_code: str\n', generated '    status_code: int\n'"
    assert explained == [
        "generated/comm_sms/errors.py: missing",
        f"generated/comm_sms/messages.py:{line}: {changed}",
        "generated/comm_sms/older.py: extra",
    ]
    assert "run `nox -s generate`" in cure


def test_git_ignores_what_the_comparison_ignores() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {line.rstrip("/") for line in ignored} >= trees.LEFT_BEHIND


def test_a_tree_inside_a_cache_is_read(tmp_path: Path) -> None:
    trees.write(tmp_path / ".mypy_cache", {"file": b""})
    assert trees.read(tmp_path / ".mypy_cache") == {"file": b""}


@pytest.mark.parametrize(
    ("committed", "generated", "difference"),
    [
        (b"a\nb\n", b"a\n", Difference("changed", "file", 2, r"'b\n'", "end of file")),
        (b"", b"a\n", Difference("changed", "file", 1, "end of file", r"'a\n'")),
        (b"a\r\n", b"a\n", Difference("changed", "file", 1, r"'a\r\n'", r"'a\n'")),
        (b"\xff", b"\xfe", Difference("changed", "file", 1, r"'\\xff'", r"'\\xfe'")),
    ],
)
def test_the_first_differing_line_is_shown(
    tmp_path: Path, committed: bytes, generated: bytes, difference: Difference
) -> None:
    trees.write(tmp_path, {"file": committed})
    assert trees.differences(tmp_path, {"file": generated}) == [difference]


# Writing


def test_writing_cures_drift(generated: Path, capsys: Output) -> None:
    (generated / "comm_sms" / "older.py").touch()
    (generated / "comm_sms" / "types.py").unlink()
    assert generate.main([]) == 0
    assert CONTRACT.sha256[:12] in capsys.readouterr().out
    assert generate.differences(CONTRACT) == []


def test_a_file_that_is_removed_is_named(generated: Path, capsys: Output) -> None:
    trees.write(generated, {"my-notes.txt": b"", ".DS_Store": b""})
    assert generate.main(["--only", "client"]) == 0
    removed, written = capsys.readouterr().out.splitlines()
    assert removed == "generated/my-notes.txt: removed, since openapi.yaml does not give it"
    assert written.startswith("generated/ written: ")


def test_a_refused_run_leaves_the_tree_alone(generated: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    (generated / "comm_sms" / "types.py").unlink()
    before = trees.read(generated)
    monkeypatch.setattr(pins, "pinned", lambda: {"ruff": "0.0.1"})
    assert generate.main([]) == 2
    assert capsys.readouterr().err.startswith("generate: ruff ")
    assert trees.read(generated) == before


IMPOSSIBLE = {"file": b"", "file/below": b""}


def test_a_failing_write_leaves_the_tree_alone(tmp_path: Path) -> None:
    trees.write(tmp_path, {"generated/old": b""})
    with pytest.raises(OSError, match="file"):
        trees.replace(tmp_path / "generated", IMPOSSIBLE)
    assert trees.read(tmp_path) == {"generated/old": b""}


def test_an_interrupt_between_the_renames_puts_the_old_tree_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path.name == ".generated.new":
            raise KeyboardInterrupt
        return rename(path, target)

    trees.write(tmp_path, {"generated/old": b""})
    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        trees.replace(tmp_path / "generated", {"new": b""})
    assert trees.read(tmp_path) == {"generated/old": b""}


def test_a_run_killed_between_the_renames_is_put_right_by_the_next(tmp_path: Path) -> None:
    trees.write(tmp_path, {".generated.old/old": b"", ".generated.new/half": b""})
    with pytest.raises(OSError, match="file"):
        trees.replace(tmp_path / "generated", IMPOSSIBLE)
    assert trees.read(tmp_path) == {"generated/old": b""}


def test_a_replaced_tree_holds_nothing_of_earlier_ones(tmp_path: Path) -> None:
    trees.write(tmp_path, {"generated/old": b"", ".generated.old/older": b"", ".generated.new/half": b""})
    trees.replace(tmp_path / "generated", {"new": b""})
    assert trees.read(tmp_path) == {"generated/new": b""}


def giving(tree: dict[str, bytes]) -> Callable[[Contract, generate.Scope], dict[str, bytes]]:
    """A renderer of that tree."""

    def render(_contract: Contract, _scope: generate.Scope) -> dict[str, bytes]:
        return tree

    return render


OLD, NEW = ({f"{name}/{number}": name.encode() * 9 for number in range(20)} for name in ("old", "new"))
WRITER = (
    "import sys, json; from pathlib import Path; from scripts import trees; old, new = json.loads(sys.argv[2]); "
    "[trees.replace(Path(sys.argv[1]), {path: text.encode() for path, text in tree.items()}) or print('.', flush=True) "
    "for _ in range(10**6) for tree in (new, old)]"
)


def test_of_two_writers_at_once_one_writes_and_the_other_one_says_that_it_did_not(tmp_path: Path) -> None:
    directory = tmp_path / "generated"

    def write(tree: dict[str, bytes]) -> str:
        try:
            trees.replace(directory, tree)
        except BusyError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(4) as pool:
        told = set(pool.map(write, [OLD, NEW] * 50))
    assert trees.read(tmp_path) in [{f"generated/{path}": text for path, text in tree.items()} for tree in (OLD, NEW)]
    assert told <= {
        "",
        "another run is writing generated/, so this one wrote nothing: run it again after that one",
    }


def test_while_another_run_writes_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = trees.write

    def met(directory: Path, tree: dict[str, bytes]) -> None:
        with pytest.raises(BusyError, match="another run is writing generated/"):
            trees.replace(tmp_path / "generated", OLD)
        write(directory, tree)

    monkeypatch.setattr(trees, "write", met)
    trees.replace(tmp_path / "generated", NEW)
    assert trees.read(tmp_path / "generated") == NEW


def test_a_killed_writer_leaves_a_whole_tree_and_keeps_nobody_out(tmp_path: Path) -> None:
    shown = json.dumps([{path: text.decode() for path, text in tree.items()} for tree in (OLD, NEW)])
    for writes in range(1, 6):
        run = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "generated"), shown], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert run.stdout
        assert [run.stdout.readline() for _ in range(writes)] == [b".\n"] * writes
        run.kill()
        run.communicate()
        whole = tmp_path / "generated" if (tmp_path / "generated").exists() else tmp_path / ".generated.old"
        assert trees.read(whole) in (OLD, NEW)
        with pytest.raises(OSError, match="file"):
            trees.replace(tmp_path / "generated", IMPOSSIBLE)
        assert trees.read(tmp_path / "generated") in (OLD, NEW)
        assert [path.name for path in tmp_path.iterdir()] == ["generated"]


def test_a_full_disk_leaves_the_tree_alone_and_is_told(
    generated: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output, rendered: dict[str, bytes]
) -> None:
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "types.py" and ".generated.new" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, content)

    (generated / "comm_sms" / "older.py").touch()
    monkeypatch.setattr(Path, "write_bytes", full)
    monkeypatch.setattr(generate, "render", giving(rendered))
    assert generate.main(["--only", "client"]) == 2
    assert capsys.readouterr().err == "generate: generated/ is left as it was: no space left on device\n"
    assert trees.read(generated) == rendered | {"comm_sms/older.py": b""}
    assert [path.name for path in generated.parent.iterdir()] == ["generated"]


def test_a_contract_that_changes_during_the_run_is_told(
    generated: Path, variant: Variant, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    before = trees.read(generated)
    read = iter([CONTRACT, variant("title: Comm SMS", "title: SMS")])
    monkeypatch.setattr(generate, "load", lambda: next(read))
    monkeypatch.setattr(generate, "render", giving({"new": b""}))
    assert generate.main(["--only", "client"]) == 2
    assert (
        capsys.readouterr().err
        == "generate: openapi.yaml changed during this run, so nothing is written: run it again\n"
    )
    assert trees.read(generated) == before


# The client


def test_every_module_of_the_client_imports_without_a_warning(tmp_path: Path, rendered: dict[str, bytes]) -> None:
    trees.write(tmp_path, rendered)
    modules = [path.removesuffix(".py").replace("/", ".") for path in rendered if path.endswith(".py")]
    program = f"import importlib; [importlib.import_module(name.removesuffix('.__init__')) for name in {modules}]"
    run = subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=tmp_path, stderr=-1, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
