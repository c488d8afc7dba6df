"""The table of languages. `nox -s reference` measures every entry and fails if it differs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Types:
    """The types of a language, and how they treat the test vectors, except those of spellings.

    Attributes:
        file: their path in the reference.
        use: how to use them; BODY stands for the component of a body.
        misses: the classes of faults that they accept: every vector of these classes, and no other. The guide of a
            contract lists those that its vectors have.
        refuses: the valid cases that they refuse.
        validator: the validator to use first.
        recipe: the language in vectors/README.md whose program tests the validator, if there is one.
    """

    language: str
    file: str
    use: str
    misses: tuple[str, ...]
    validator: str
    recipe: str = ""
    refuses: tuple[str, ...] = ()


_VALUES = (
    *("below the minimum", "above the maximum", "at the exclusive minimum", "at the exclusive maximum", "no multiple"),
    *("too short", "too long", "no match of the pattern", "too few items", "too many items", "repeated items"),
    *("not a UUID", "not a date", "not a date-time", "not an email address", "not a URI"),
)
_CHOICE = ("not one of the values", "not the value", "unknown property")
_ABSENCE = (
    *("missing", "null for array", "null for object", "null for string"),
    *("null for boolean", "null for integer", "null for number"),
)

TYPES = (
    Types(
        "TypeScript",
        "typescript/comm-sms.d.ts",
        'copy the file; `type Stopped = components["schemas"]["BODY"]`',
        misses=(*_VALUES, "number for integer"),
        validator="ajv",
        recipe="javascript",
        refuses=("properties/unknown",),
    ),
    Types(
        "Go",
        "go/commsms.go",
        "copy the file into a package `commsms`; `json.Unmarshal(body, &stopped)`",
        misses=(*_VALUES, *_CHOICE, *_ABSENCE),
        validator="gojsonschema",
        recipe="go",
        refuses=("type/whole",),
    ),
    Types(
        "Java",
        "java/commsms/CommSms.java",
        "copy the file, with Jackson 2.12 or later; `mapper.readValue(body, CommSms.BODY.class)`",
        misses=(
            *_VALUES,
            *_CHOICE,
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
    """A language of openapi-generator.

    Attributes:
        options: what the command needs beside GENERATOR.
        parser: the command that parses the generated code, where nothing reads the vectors with it.
        accepts: how many invalid bodies of the core vectors the generated client accepts; None if nothing reads them.
        refuses: the valid cases that it refuses.
        changes: the valid cases of which it does not keep every value, each with a sentence.

    `validator` and `recipe` are as in Types.
    """

    language: str
    generator: str
    suffix: str
    validator: str
    recipe: str = ""
    options: tuple[str, ...] = ()
    parser: tuple[str, ...] = ()
    accepts: int | None = None
    refuses: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()


GENERATOR = (
    "generate",
    "--input-spec=openapi/openapi-3.0-clients.json",
    "--additional-properties=disallowAdditionalPropertiesIfNotPresent=false",
)
_JAVA = ("--library=native", "--additional-properties=openApiNullable=false")
GENERATED = (
    Generated(
        "TypeScript",
        "typescript-fetch",
        ".ts",
        "ajv",
        "javascript",
        accepts=418,
        changes=(("format/greatest", "integers above 2^53 lose digits"),),
    ),
    Generated(
        "Go",
        "go",
        ".go",
        "gojsonschema",
        "go",
        accepts=37,
        refuses=("type/whole",),
        changes=(
            ("format/greatest", "where any value may be, integers above 2^53 lose digits"),
            ("type/null", "null in a list of objects becomes an empty object"),
        ),
    ),
    Generated(
        "Java",
        "java",
        ".java",
        "com.networknt:json-schema-validator",
        options=_JAVA,
        accepts=155,
        changes=(("format/upper", "UUIDs come in lower case"),),
    ),
    Generated("PHP", "php", ".php", "justinrainbow/json-schema", "php", accepts=359),
    Generated(
        "Ruby",
        "ruby",
        ".rb",
        "json-schema",
        "ruby",
        options=("--model-name-mappings=ApiError=ErrorBody",),
        accepts=337,
    ),
    Generated("Rust", "rust", ".rs", "jsonschema", "python", parser=("rustfmt", "--emit=stdout", "--edition=2021")),
    Generated("C#", "csharp", ".cs", "JsonSchema.Net"),
    Generated("Kotlin", "kotlin", ".kt", "com.networknt:json-schema-validator"),
)
