"""Tools that read openapi.yaml: house rules, the page, the generator, the reference."""
