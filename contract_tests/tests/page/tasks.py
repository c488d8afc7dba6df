"""The page of the operation in tasks.yaml: it has everything that the page of this project lacks."""

import re
from pathlib import Path

from scripts.contract.document import load
from scripts.page.compare import Comparison, compare
from scripts.page.parse import read

CONTRACT = load(Path(__file__).parent / "tasks.yaml")
HEAD = "PUT\n/\nv1\n/\ntasks\n/\n{task}\ncURL\n"
CURL = (
    "curl --request PUT \\\n  --url https://tasks.example.com/api/v1/tasks/{task} \\\n"
    "  --header 'Authorization: Bearer <token>' \\\n  --header 'X-Trace: <x-trace>'"
)
SENT = '{\n  "title": "<string>",\n  "weight": 2,\n  "state": "open",\n  "place": {\n    "room": "<string>"\n  }\n}'
DATA = f" \\\n  --header 'Content-Type: application/json' \\\n  --data '\n{SENT}\n'"
FORM = (
    " \\\n  --header 'Content-Type: multipart/form-data' \\\n"
    "  --form 'title=<string>' \\\n  --form weight=123 \\\n  --form picture='@example-file'"
)
ANSWER = '\n{\n  "data": {\n    "id": "<string>",\n    "title": "<string>"\n  }\n}\n'
PROBLEM = '{\n  "message": "<string>",\n  "code": 123\n}\n'
SECTIONS = """
Authorizations

Authorization
string
header
required

Bearer authentication header of the form Bearer <token>, where <token> is your auth token.

Headers

X-Trace
string

Maximum length: 40

Path Parameters

task
string<uuid>
required

Query Parameters

depth
integer
default:3

How far to go.

Required range: 1 <= x <= 9

only
enum<string>[]

Available options:
open,
done

Body

application/json

title
string
required

weight
integer | null

Required range: x >= 1

state
enum<string>

Available options: open, done

place
object

Show child attributes

place.room
string

Response

200
application/json

A task.

data
object
required

Show child attributes

409
application/json

Somebody else was faster.

message
string
"""
PAGE = HEAD + CURL + DATA + ANSWER + SECTIONS
TABS = {
    "Python": (
        'import requests\n\nurl = "https://tasks.example.com/api/v1/tasks/{task}"\n\n'
        'payload = {\n    "title": "<string>",\n    "weights": [\n        201\n    ]\n}\n'
        'headers = {\n    "Authorization": "Bearer <token>",\n    "Content-Type": "application/json"\n}\n\n'
        "response = requests.put(url, json=payload, headers=headers)\n\nprint(response.text)"
    ),
    "JavaScript": (
        "const options = {\n  method: 'PUT',\n  headers: {Authorization: 'Bearer <token>'},\n"
        "  body: JSON.stringify({\"title\": '<string>'})\n};\n\n"
        "fetch('https://tasks.example.com/api/v1/tasks/{task}', options)\n  .then(res => res.json())"
    ),
    "PHP": (
        "<?php\n\n$curl = curl_init();\n\ncurl_setopt_array($curl, [\n  CURLOPT_HTTPHEADER => [\n"
        '    "Authorization: Bearer <token>"\n  ],\n]);\n\nif ($err) {\n  echo "cURL Error #:" . $err;\n}'
    ),
    "Go": (
        'package main\n\nimport (\n\t"fmt"\n)\n\nfunc main() {\n\n\turl := "https://tasks.example.com"\n\n'
        '\tpayload := strings.NewReader("{\\n  \\"title\\": \\"<string>\\"\\n}")\n\n\tfmt.Println(string(body))\n\n}'
    ),
    "Ruby": (
        "request = Net::HTTP::Put.new(url)\nrequest[\"Authorization\"] = 'Bearer <token>'\n"
        'request.body = "{\\n  \\"title\\": \\"<string>\\"\\n}"\n\n'
        "response = http.request(request)\nputs response.read_body"
    ),
}
LEAVES = 4 + 2


def compared(page: str) -> Comparison:
    """The page, compared with its contract."""
    return compare(CONTRACT, read(page))


def told(page: str) -> list[tuple[str, str]]:
    """Places and sentences of the differences."""
    return [(one.place, one.follows) for one in compared(page).differences]


def flat(page: str) -> str:
    """The page without line breaks."""
    return " ".join(page.split())


def glued(page: str) -> str:
    """The page as some crawlers give it: type, flags and tabs run together."""
    page = re.sub(r"\n(required|header|default:3)(?=\n)", r"\1", page)
    return page.replace("'\n{", "'{").replace("read_body\n{", "read_body{").replace("}\n{", "}{")
