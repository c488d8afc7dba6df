"""A request as a line for a shell: pasted, it sends the same bytes, and shows no secret.

The token is `$COMM_API_TOKEN`, and what is made of the token is made of it again: half of it, its base64. So the line
runs wherever that variable is set, in bash, zsh and dash.
"""

import base64
import re
import shlex
from collections.abc import Iterator

from contract_tests.verifier.exchange import Request
from contract_tests.verifier.redaction import LEAST_SECRET, masked
from scripts.crash import TOKEN_VARIABLE

ROW = 100
"""So many equal bytes in a row are counted instead of written."""
_TOKEN = f'"${TOKEN_VARIABLE}"'
_ROW = rb"(?P<byte>.)(?P=byte){%d,}" % (ROW - 1)
_PLAIN = re.compile(rb"[ -~]*")
_RUNS_ON, _BRACED = rf"\${TOKEN_VARIABLE}(?=\w)", f"${{{TOKEN_VARIABLE}}}"
_IN_DOUBLE_QUOTES = re.compile(r'["\\$`!]')
_URL = re.compile(rb"/[!-\"$-[\]^-z|~]*|/[!-\"$-z{|}~]*")
_GLOBS = re.compile(rb"[][{}]")
_DOTS = re.compile(rb"/(\.|%2e)", re.IGNORECASE)


def curl(base_url: str, request: Request, *secrets: str) -> str:
    """The request as a curl command. The first secret is the caller's token; the others are masked."""
    forms = _forms(secrets[0]) if secrets and len(secrets[0]) >= LEAST_SECRET else {}
    words = ["--head"] if request.method == "HEAD" and not request.body else ["-X", shlex.quote(request.method)]
    names = {name.lower() for name, _ in request.headers}
    for name, value in request.headers:
        words += ["-H", _word(name + b": " + value if value else name + b";", forms)]
    # curl adds headers that were not sent.
    words += ["-H", "Accept:"] if b"accept" not in names else []
    words += ["-H", "Content-Type:"] if request.body and b"content-type" not in names else []
    before = ""
    if request.body:
        is_argument = _PLAIN.fullmatch(request.body) and not request.body.startswith(b"@")
        if is_argument and not re.search(_ROW, request.body):
            words += ["--data-binary", _word(request.body, forms)]
        else:
            before = "{ " + "; ".join(_printed(request.body, forms)) + "; } | "
            words += ["--data-binary", "@-"]
    words += _addressed("/".join(base_url.split("/")[:3]), request.target, forms)
    return masked(f"{before}curl {' '.join(words)}", secrets)


def _addressed(origin: str, target: bytes, forms: dict[bytes, str]) -> list[str]:
    """The URL, with the options that keep curl from changing it."""
    if not _URL.fullmatch(target):
        return ["--request-target", _word(target, forms), shlex.quote(origin)]
    options = ["--globoff"] if _GLOBS.search(target) else []
    options += ["--path-as-is"] if _DOTS.search(target) else []
    return [*options, _word(origin.encode() + target, forms)]


def _forms(token: str) -> dict[bytes, str]:
    """What checks make of a token, and what makes it of the variable; the longest first."""
    told, half = f"printf %s {_TOKEN}", len(token) // 2
    made = {
        token: f"${TOKEN_VARIABLE}",
        base64.b64encode(b"api:" + token.encode()).decode(): f"$(printf %s api:{_TOKEN} | base64 | tr -d '\\n')",
        base64.b64encode(token.encode()).decode(): f"$({told} | base64 | tr -d '\\n')",
        token[1:]: f"${{{TOKEN_VARIABLE}#?}}",
        token[:-1]: f"${{{TOKEN_VARIABLE}%?}}",
        token.swapcase(): f"$({told} | tr A-Za-z a-zA-Z)",
        token[::-1]: f"$({told} | rev)",
        token[:half]: f"$({told} | cut -c 1-{half})",
    }
    known = {form.encode(): shell for form, shell in reversed(made.items()) if len(form) >= LEAST_SECRET}
    return dict(sorted(known.items(), key=lambda pair: -len(pair[0])))


def _pieces(text: bytes, forms: dict[bytes, str]) -> Iterator[tuple[bytes, str]]:
    """The text in pieces, each with what makes it in a shell; empty for what is written as it is."""
    first = re.match(rb"Authorization: Bearer (.)\Z", text, re.IGNORECASE)
    token = next((form for form, shell in forms.items() if shell == f"${TOKEN_VARIABLE}"), b"")
    if first and token.startswith(first[1]):
        yield text[:-1], ""
        yield first[1], f"$(printf %s {_TOKEN} | cut -c 1)"
        return
    special = b"|".join([*map(re.escape, forms), _ROW, rb"[^ -~]+"])
    end = 0
    for found in re.finditer(special, text, re.DOTALL):
        if found.start() > end:
            yield text[end : found.start()], ""
        piece = found[0]
        if piece in forms:
            yield piece, forms[piece]
        elif found["byte"] and _PLAIN.fullmatch(piece):
            yield piece, f"$({_row(piece)})"
        else:
            yield piece, f"$(printf '{_octal(piece)}')"
        end = found.end()
    if end < len(text):
        yield text[end:], ""


def _word(text: bytes, forms: dict[bytes, str]) -> str:
    """One word of a shell."""
    pieces = list(_pieces(text, forms))
    if all(not shell for _, shell in pieces):
        return shlex.quote(text.decode("latin-1"))
    if not any(_IN_DOUBLE_QUOTES.search(piece.decode("latin-1")) for piece, shell in pieces if not shell):
        joined = "".join(shell or piece.decode("latin-1") for piece, shell in pieces)
        return f'"{re.sub(_RUNS_ON, _BRACED, joined)}"'
    return "".join(f'"{shell}"' if shell else shlex.quote(piece.decode("latin-1")) for piece, shell in pieces)


def _printed(body: bytes, forms: dict[bytes, str]) -> Iterator[str]:
    """Commands that print a body."""
    for piece, shell in _pieces(body, forms):
        if piece in forms:
            yield f'printf %s "{shell}"'
        elif len(piece) >= ROW and len(set(piece)) == 1:
            yield _row(piece)
        else:
            yield f"printf '{_octal(piece)}'"


def _row(piece: bytes) -> str:
    return f"head -c {len(piece)} /dev/zero | tr '\\0' '{_octal(piece[:1])}'"


def _octal(piece: bytes) -> str:
    """The format of printf for bytes; letters and digits as they are, and all others that it leaves alone."""
    return "".join(chr(byte) if re.match(rb"[ -$&(-\[\]-~]", bytes([byte])) else f"\\{byte:03o}" for byte in piece)
