"""Reads about people and organisations."""

import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser

from qiantan.registry.accounts.models import Membership, Organisation, Site, User
from qiantan.registry.accounts.permissions import check_can_read
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import VISITOR, Viewer


def viewer_of(user: User | AnonymousUser) -> Viewer:
    """Return the viewer a signed-in person is; a visitor where nobody is signed in."""
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    rows = user.memberships.order_by("organisation_id").values_list("organisation_id", "role")
    return Viewer(user.pk, user.name, user.email, tuple(rows), user.language, user.department)


def find_account(email: str) -> User | None:
    """Return the account with an address; for the installation itself, never for a page."""
    return User.objects.filter(email=email.strip().lower()).first()


def organisations(viewer: Viewer) -> list[Organisation]:
    """Return the organisations the viewer belongs to, in the order they were registered."""
    return list(Organisation.objects.filter(pk__in=viewer.organisation_ids).order_by("pk"))


def get_organisation(viewer: Viewer, public_id: uuid.UUID | str) -> Organisation:
    """Return one organisation of the viewer's; `NotFound` for a stranger."""
    found = _by_public_id(Organisation, public_id, pk__in=viewer.organisation_ids)
    if found is None:
        raise NotFound
    return found


def sites(viewer: Viewer, organisation_id: int) -> list[Site]:
    """Return the sites of an organisation, in the order they were added."""
    check_can_read(viewer, organisation_id)
    return list(Site.objects.filter(organisation_id=organisation_id).order_by("pk"))


def members(viewer: Viewer, organisation_id: int) -> list[Membership]:
    """Return the members of an organisation with their people, in the order they joined."""
    check_can_read(viewer, organisation_id)
    return list(Membership.objects.filter(organisation_id=organisation_id).select_related("user").order_by("pk"))


def _by_public_id(model: Any, public_id: uuid.UUID | str, **conditions: Any) -> Any:
    try:
        return model.objects.filter(public_id=uuid.UUID(str(public_id)), **conditions).first()
    except ValueError:
        return None
