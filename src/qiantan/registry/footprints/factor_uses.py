"""How many of a viewer's own frozen studies rest on a factor."""

from django.db.models import F, Func, IntegerField, Value

from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.footprints.models import FrozenStudy


def studies_using(viewer: Viewer, factor_id: str) -> int:
    """Return how many frozen studies of the viewer's organisations pin a factor; studies pin it by its id."""
    pinned = Func(
        Value(f'"id":"{factor_id}"'.encode()),
        F("content"),
        function="POSITION",
        arg_joiner=" IN ",
        output_field=IntegerField(),
    )
    own = FrozenStudy.objects.filter(product__organisation_id__in=viewer.organisation_ids)
    return own.annotate(pinned=pinned).filter(pinned__gt=0).count()
