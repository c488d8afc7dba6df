"""What is known of each language: a table. `nox -s reference` measures it again and fails if it says anything else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Types:
    """Types that are generated here, and how they treat the test vectors.

    Attributes:
        file: where they are in the reference.
        take: how to take them, a command or a sentence.
        misses: the classes of faults that they let through, every vector of each class, and no other.
        refuses: the cases that are valid and that they refuse all the same.
        validator: what to validate with first.
        recipe: the language of the vectors' recipe in which the validator is tried, if it is.
    """

    language: str
    file: str
    take: str
    misses: tuple[str, ...]
    validator: str
    recipe: str = ""
    refuses: tuple[str, ...] = ()


_VALUES = ("below the minimum", "not a UUID")
_ABSENCE = ("missing", "null for array", "null for object", "null for string")

TYPES = (
    Types(
        "TypeScript",
        "typescript/comm-sms.d.ts",
        'copy the file; `type Stopped = components["schemas"]["SmsCampaignSendResponse"]`',
        misses=(*_VALUES, "number for integer"),
        validator="ajv",
        recipe="javascript",
        refuses=("properties/unknown",),
    ),
    Types(
        "Go",
        "go/commsms.go",
        "copy the file into a package `commsms`; `json.Unmarshal(body, &stopped)`",
        misses=(*_VALUES, *_ABSENCE),
        validator="gojsonschema",
        recipe="go",
        refuses=("type/whole",),
    ),
    Types(
        "Java",
        "java/commsms/CommSms.java",
        "copy the file, Jackson 2.12 or later; `mapper.readValue(body, CommSms.SmsCampaignSendResponse.class)`",
        misses=(
            *_VALUES,
            *_ABSENCE,
            "boolean for string",
            "integer for string",
            "number for string",
            "integer for boolean",
            "number for integer",
            "quoted boolean for boolean",
            "quoted integer for integer",
            "quoted number for number",
            "empty string for boolean",
            "empty string for integer",
            "empty string for number",
        ),
        validator="com.networknt:json-schema-validator",
    ),
)


@dataclass(frozen=True)
class Generated:
    """A language that openapi-generator serves; `parser` is the command that reads what it wrote, if there is one.

    `validator` and `recipe` are as in Types.
    """

    language: str
    generator: str
    suffix: str
    validator: str
    recipe: str = ""
    parser: tuple[str, ...] = ()


GENERATOR = (
    "generate",
    "--input-spec=openapi/openapi-3.0.json",
    "--additional-properties=disallowAdditionalPropertiesIfNotPresent=false",
)
GENERATED = (
    Generated("PHP", "php", ".php", "justinrainbow/json-schema", "php", ("php", "-l")),
    Generated("Ruby", "ruby", ".rb", "json-schema", "ruby", ("ruby", "-c")),
    Generated("Rust", "rust", ".rs", "jsonschema", "python", ("rustfmt", "--emit=stdout", "--edition=2021")),
    Generated("C#", "csharp", ".cs", "JsonSchema.Net"),
    Generated("Kotlin", "kotlin", ".kt", "com.networknt:json-schema-validator"),
)
