"""The API: the same rooms as the pages, for programs; one file a resource, found by its `blueprint`.

Every resource stands under `/api/v1/`, names its action for the policy like a page does, answers in JSON and refuses in
problem documents (RFC 9457). A program signs in like a person; what changes something needs the token of
`GET /api/v1/session` in the header `X-CSRFToken`. The description is `/api/openapi.json` (OpenAPI 3.1).
"""
