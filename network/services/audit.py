"""Writing the audit log, and checking it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from core import clock
from network.context import AccessContext, current_context, entered, system_context
from network.domain.audit_chain import GENESIS, Anchor, ChainEntry, Fault, entry_hash, first_fault, seal
from network.domain.standing import Standing
from network.models import AuditChain, AuditEntry, Person, School


@transaction.atomic
def record(
    action: str,
    *,
    school_id: int,
    by: Person | None,
    subject: Any = None,
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add an entry to a school's chain, in the transaction of what it speaks of: both are kept, or neither.

    Args:
        action: a verb in the past tense.
        school_id: whose chain.
        by: the acting person; None is the system.
        subject: the thing concerned (a model instance), or None.
        details: codes and ids, never a person's words.

    Returns:
        The entry. Where the database says who may write whose rows, `by` must be the context's own person.
    """
    context = current_context()
    AuditChain.objects.get_or_create(school_id=school_id, defaults={"last_hash": GENESIS})
    chain = AuditChain.objects.select_for_update().get(school_id=school_id)
    entry = AuditEntry(
        school_id=school_id,
        number=chain.last_number + 1,
        at=clock.now(),
        actor_id=by.pk if by else None,
        action=action,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        purpose=context.purpose if context else "",
        details=dict(details or {}),
        address=context.address if context else "",
        request_id=context.request_id if context else "",
        previous_hash=chain.last_hash,
    )
    entry.entry_hash = entry_hash(
        key=_key(), previous_hash=chain.last_hash, number=entry.number, content=_content(entry)
    )
    _insert(entry, by)
    chain.last_number, chain.last_hash = entry.number, entry.entry_hash
    chain.save(update_fields=["last_number", "last_hash"])
    return entry


def _insert(entry: AuditEntry, by: Person | None) -> None:
    context = current_context()
    if context is not None and context.standing.person_id == (by.pk if by else None):
        entry.save(force_insert=True)
        return
    # A command, or somebody acting before they are signed in (accepting an invitation): a context of their own.
    with entered(AccessContext(Standing(person_id=by.pk if by else None), purpose=entry.purpose)):
        entry.save(force_insert=True)


def verify(school: School) -> Fault | None:
    """Walk a school's chain against its key, its head and the anchors kept outside the database."""
    with system_context(schools=[school.pk], purpose="verify_audit"):
        chain = AuditChain.objects.filter(school=school).first()
        head = (chain.last_number, chain.last_hash) if chain else (0, GENESIS)
        rows = AuditEntry.objects.filter(school=school).order_by("number").iterator(chunk_size=2000)
        return first_fault(
            (ChainEntry(row.number, row.previous_hash, row.entry_hash, _content(row)) for row in rows),
            key=_key(),
            head=head,
            anchors=anchors(school.pk),
        )


def anchor_chains() -> int:
    """Write how far every chain has come to the anchor file; returns how many were new."""
    known = {(anchor.school_id, anchor.number) for anchor in anchors()}
    lines = []
    for chain in AuditChain.objects.exclude(last_number=0).order_by("school_id"):
        if (chain.school_id, chain.last_number) not in known:
            mark = seal(
                key=_key(), school_id=chain.school_id, number=chain.last_number, last_hash=chain.last_hash
            )
            lines.append(json.dumps([chain.school_id, chain.last_number, chain.last_hash, mark]))
    if lines:
        path = Path(settings.AUDIT_ANCHOR_FILE)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write("\n".join(lines) + "\n")
    return len(lines)


def anchors(school_id: int | None = None) -> Iterator[Anchor]:
    """The anchors on file, of one school or of all."""
    path = Path(settings.AUDIT_ANCHOR_FILE)
    if not path.exists():
        return
    with path.open() as file:
        for line in file:
            anchor = Anchor(*json.loads(line))
            if school_id in (None, anchor.school_id):
                yield anchor


def _content(entry: AuditEntry) -> dict[str, Any]:
    return {
        "school": entry.school_id,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject": [entry.subject_kind, entry.subject_id],
        "purpose": entry.purpose,
        "details": entry.details,
        "address": entry.address,
        "request": entry.request_id,
    }


def _key() -> bytes:
    return settings.AUDIT_KEY.encode()
