"""A text column that is sealed on its way into the database (`core.sealing`)."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from core.sealing import Place, seal, unseal


class Sealed(str):
    """A text as the database holds it."""

    __slots__ = ()


class SealedAttribute(DeferredAttribute):
    """Opens the text when it is read from the instance; "" stays ""."""

    field: "SealedTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        stored = super().__get__(instance, cls)
        if isinstance(stored, Sealed) and instance is not None:
            return unseal(stored, at=self.field.place_of(instance)) if stored else ""
        return stored

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):
    """Sealed for its own row: the row's key must be known before it is saved (a UUID). Cannot be searched.

    Args:
        scope: the attribute that names whose row it is, such as "school_id"; "" for the hub's own rows.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, scope: str = "", **kwargs: Any) -> None:
        self.scope = scope
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "scope": self.scope}

    def place_of(self, instance: models.Model) -> Place:
        """Where the text of this row stands.

        Raises:
            ValueError: when the row has no key yet.
        """
        if instance.pk is None:
            raise ValueError(f"{instance._meta.label}: a sealed text needs its row's key first")
        scope = f"{self.scope}:{getattr(instance, self.scope)}" if self.scope else ""
        return Place(instance._meta.db_table, str(self.column), str(instance.pk), scope)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Left sealed: rows that are only listed are not opened."""
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what was set; what was only loaded stays as it is."""
        value = model_instance.__dict__.get(self.attname)
        if value and not isinstance(value, Sealed):
            return Sealed(seal(value, at=self.place_of(model_instance)))
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Refuse what would be stored in the clear, as `update()` would."""
        if value and not isinstance(value, Sealed):
            raise FieldError(f"{self.model._meta.label}.{self.name} is set on an instance and saved.")
        return super().get_db_prep_save(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is one: each sealing of the same text looks different."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        """A dump of the data holds what the database holds."""
        stored = obj.__dict__.get(self.attname) or ""
        return stored if isinstance(stored, Sealed) else str(self.pre_save(obj, add=False) or "")
