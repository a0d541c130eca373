"""Managers of private rows: they show a school's rows to those at that school who need to know, and fail closed."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from network.context import require_context
from network.roles import Permission

if TYPE_CHECKING:
    from network.models import Person


class PrivateQuerySet(models.QuerySet):
    """Rows of a private model."""

    def visible_to(self, viewer: "Person") -> "PrivateQuerySet":
        """The rows this person may read; asking for somebody else than the context's own person finds nothing."""
        standing = require_context().standing
        if standing.person_id is not None and standing.person_id != viewer.pk:
            return self.none()
        return self


class PrivateManager(models.Manager.from_queryset(PrivateQuerySet)):  # type: ignore[misc]
    """Two questions at once: whose school, and does this person's role there need it.

    Raises:
        NoContext: on any use outside an access context, `exists()` and `create()` included.
    """

    use_in_migrations = False

    def get_queryset(self) -> PrivateQuerySet:
        """The rows of the schools where the context's person holds the model's `read_permission`."""
        standing = require_context().standing
        schools = standing.schools_where(self.model.read_permission)
        return super().get_queryset().filter(school_id__in=schools)


class PrivateModel(models.Model):
    """A model whose rows belong to one school and are never shared.

    Subclasses have a `school` foreign key that is never null, and name the permission that lets a role read them. Row-level security,
    the trigger that keeps `school_id` as it was, and the check that both are there, follow from being a subclass (`network.row_security`).
    """

    #: The permission that lets a role at the school read these rows.
    read_permission: Permission
    #: Extra condition under which a row may be inserted (SQL, PostgreSQL); None: whoever may read may insert.
    insert_policy: str | None = None
    #: Whether rows, once written, stay as they are.
    append_only = False

    objects = PrivateManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"


def private_models() -> list[type[PrivateModel]]:
    """Every private model of every room."""
    return [model for model in apps.get_models() if issubclass(model, PrivateModel)]


def permissions_in_use() -> list[str]:
    """The permissions that some private model's policy asks for, in a stable order."""
    return sorted({model.read_permission.value for model in private_models()})


def bypassing(model: type[PrivateModel]) -> Any:
    """A queryset over every school's rows. For the chain of the audit log, erasure and tests; call sites are counted in CI.

    On PostgreSQL row-level security still applies.
    """
    return PrivateQuerySet(model)
