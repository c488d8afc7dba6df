"""The evidence of some traffic: what edits of openapi.yaml does it suggest? Edits nothing.

Exit status 0: the edits are printed. 2: a file cannot be read or is about another contract, and one sentence says so.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from contract_tests.verifier.evidence.collector import roots
from contract_tests.verifier.evidence.counts import Evidence, merged
from contract_tests.verifier.evidence.edits import CONTRADICTED, edits
from contract_tests.verifier.evidence.form import EvidenceError, read, write
from contract_tests.verifier.laws.response_schema import ResponseSchemas
from contract_tests.verifier.options import Parser, evidence_file
from contract_tests.verifier.outcome import KEPT, STATUSES, UNPROVEN
from contract_tests.verifier.report.terminal import show
from contract_tests.verifier.wording import number_of
from scripts.contract.document import Contract, load
from scripts.contract.values import ContractError, members


def read_for(contract: Contract, path: Path) -> Evidence:
    """Read evidence of a contract.

    Raises:
        EvidenceError: it cannot be read, or is about another contract, version or operation.
    """
    evidence = read(path)
    info = members(contract.document.get("info"))
    title, version = str(info.get("title")), str(info.get("version"))
    if (evidence.title, evidence.version) != (title, version):
        raise EvidenceError(
            f"{path}: evidence of {evidence.title} {evidence.version}, and openapi.yaml is {title} {version}; "
            "audit that traffic again."
        )
    known = {(operation, status) for operation, status, _ in roots(ResponseSchemas(contract.document))}
    for place in evidence.places:
        if (place.operation, place.status) not in known:
            raise EvidenceError(
                f"{path}: evidence of {place.operation} {place.status}, which openapi.yaml does not describe; "
                "audit that traffic again."
            )
    return evidence


def show_edits(contract: Contract, evidence: Evidence, files: int) -> None:
    """Print how much was seen, and each edit with its line."""
    answers = {f"{one.operation} {one.status}": one.seen + one.null for one in evidence.places if not one.pointer}
    show("evidence", f"{number_of('file', files)}, {sum(answers.values()):,} answers")
    for name, count in answers.items():
        if count:
            show("  answers", f"{count:,}x {name}")
    found = edits(contract, evidence)
    for edit in found:
        show("edit" if edit.reason == CONTRADICTED else "unseen", f"{contract.path.name}:{edit.line}: {edit.sentence}")
    contradicted = sum(edit.reason == CONTRADICTED for edit in found)
    show(
        "suggested",
        f"{number_of('edit', contradicted)} for what was seen, {len(found) - contradicted} for what was not",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Merge the named files, print the edits, return the exit status."""
    parser = Parser(prog="nox -s evidence --", description="Merge evidence, and print the edits that it suggests.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="what --evidence wrote")
    parser.add_argument("--evidence", type=evidence_file, metavar="FILE", help="write the merged evidence to this file")
    options = parser.parse_args(arguments)
    try:
        contract = load()
        evidence = merged([read_for(contract, path) for path in options.files])
        if options.evidence:
            write(options.evidence, evidence)
    except (ContractError, EvidenceError) as error:
        print(f"could not read evidence: {error}", file=sys.stderr)
        return STATUSES[UNPROVEN]
    show_edits(contract, evidence, len(options.files))
    return STATUSES[KEPT]
