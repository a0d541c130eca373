"""What the ground floor keeps in the database."""

from core.models.kept_value import KeptValue
from core.models.retention_run import RetentionRun
from core.models.work_item import WorkItem

__all__ = ["KeptValue", "RetentionRun", "WorkItem"]
