"""The one interface object: its description, its limit of requests, its resources, its table of errors."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Schema

from qiantan.api.errors import MEDIA_TYPE, PROBLEMS, handle_errors
from qiantan.api.factors.routes import router as factors
from qiantan.api.throttle import RATE, PublicThrottle

DESCRIPTION = """黔碳因子库的公开只读接口。Read-only public interface of the qiantan factor library.

Figures are decimal text exactly as published. A member the source does not state is null. Lists answer with a `Link`
header (RFC 8288); follow `rel="next"`. Every answer has an `ETag`; send it back as `If-None-Match`. Errors are problem
details (RFC 9457), listed at `/api/v1/problems`. The two electricity families (`electricity_footprint`,
`electricity_emission`) never stand in for each other."""


class ProblemOut(Schema):
    """A kind of error."""

    slug: str
    status: int
    title: str
    title_en: str
    remedy: str
    remedy_en: str


class ProblemDetails(Schema):
    """What went wrong (RFC 9457), in Chinese and English; `errors` lists every fault of the parameters."""

    type: str
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    instance: str
    errors: list[dict[str, str]] = []


class PublicApi(NinjaAPI):
    """An interface whose description says for every operation what a refusal looks like."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the description with problem details as the answer of every refusal."""
        schema = super().get_openapi_schema(**options)
        details = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"]["ProblemDetails"] = details
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] = {
                    **operation["responses"],
                    "4XX": {"description": "Refused", "content": content},
                }
        return schema


api = PublicApi(
    title="黔碳 qiantan",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
    throttle=[PublicThrottle(RATE)],
)
api.add_router("", factors)
handle_errors(api)


@api.get(
    "/problems", response=list[ProblemOut], url_name="problems", summary="Everything that can go wrong", tags=["errors"]
)
def problems(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - what the router passes
    """Return the table of errors."""
    return [
        {
            "slug": one.slug,
            "status": one.status,
            "title": one.title.zh,
            "title_en": one.title.en,
            "remedy": one.remedy.zh,
            "remedy_en": one.remedy.en,
        }
        for one in PROBLEMS.values()
    ]
