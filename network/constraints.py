"""Constraints that Django lacks."""

from typing import Any

from django.db.models import BaseConstraint, Model
from django.db.models.fields.related import ForeignKey


class SameSchool(BaseConstraint):
    """A composite foreign key: the row a foreign key points to belongs to the same school as this one.

    Without it a plain foreign key accepts another school's row. The target needs a unique constraint on
    (school, id). Emitted by Django itself, so that it survives the rebuilding of tables on SQLite.
    """

    def __init__(self, *, to_field: str, name: str, violation_error_message: Any = None) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.to_field = to_field

    def _clause(self, model: type[Model], quote: Any) -> str:
        field, school = model._meta.get_field(self.to_field), model._meta.get_field("school")
        if not isinstance(field, ForeignKey) or not isinstance(school, ForeignKey):
            raise TypeError(f"{self.to_field} and school must be foreign keys")
        target = field.related_model._meta
        their_school = target.get_field("school")
        if not isinstance(their_school, ForeignKey):
            raise TypeError(f"{target.label} has no school")
        return (
            f"FOREIGN KEY ({quote(school.column)}, {quote(field.column)}) "
            f"REFERENCES {quote(target.db_table)} ({quote(their_school.column)}, {quote(target.pk.column)}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """The clause within CREATE TABLE."""
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._clause(model, schema_editor.quote_name)}"

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """The statement that adds it to a table."""
        return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """The statement that takes it away."""
        return (
            f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} "
            f"DROP CONSTRAINT {schema_editor.quote_name(self.name)}"
        )

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """The database answers; services only ever build rows within one school."""

    def deconstruct(self) -> Any:
        """For migrations."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "to_field": self.to_field}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameSchool) and self.name == other.name and self.to_field == other.to_field

    __hash__ = BaseConstraint.__hash__
