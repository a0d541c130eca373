"""Every sealed text of the hub: checking that it opens, and sealing it anew when a new key has come."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction

from core.registries.sealed_places import SealedPlace, places
from core.sealed_field import Sealed, SealedTextField
from core.sealing import CannotOpen, Place, is_current, key_of, seal, unseal
from network.context import AccessContext, system_context
from network.models import School

#: Second factors belong to a person, who belongs to several schools: the hub's own scope. allauth does not say whose
#: secret it is sealing, so the row is not bound; what is sealed here opens nowhere else.
SECOND_FACTOR = Place(table="mfa_authenticator", column="data")
#: Where allauth keeps what makes codes: the seed of an app, the seed of recovery codes.
_SEEDS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
_BATCH = 500


def faults() -> list[str]:
    """What keeps stored secrets from opening with FIELD_KEYS, one sentence for each key; one text of each is tried."""
    found, tried = [], set()
    with _reading_everything():
        for place in _all_places():
            for sealed, at in place.texts():
                key = ".".join(sealed.split(".")[:2])
                if key not in tried:
                    tried.add(key)
                    try:
                        unseal(sealed, at=at)
                    except CannotOpen as error:
                        found.append(str(error))
    return found


def keys_in_use() -> Counter[str]:
    """How many stored texts each key has sealed."""
    with _reading_everything():
        return Counter(key_of(sealed) for place in _all_places() for sealed, _at in place.texts())


def reseal_everything(report: Callable[[int], None] = lambda number: None) -> int:
    """Seal anew whatever the present key has not sealed; returns how many texts.

    In batches that are each committed: it may be stopped at any moment and begun again, and nothing is unreadable
    meanwhile, since the old key still opens what it sealed.

    Args:
        report: called with the number done so far, after each batch.
    """
    done = 0
    for place in _all_places():
        after: Any = None
        while True:
            with _reading_everything(), transaction.atomic():
                after, number = place.reseal(after, _BATCH)
            if after is None:
                break
            done += number
            report(done)
    return done


def _reading_everything() -> AbstractContextManager[AccessContext]:
    schools = School.objects.values_list("pk", flat=True)
    return system_context(schools=list(schools), purpose="field keys")


def _all_places() -> list[SealedPlace]:
    fields = [
        _field_place(model, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, SealedTextField)
    ]
    return [*places, *fields]


def _field_place(model: type[models.Model], field: SealedTextField) -> SealedPlace:
    rows = model._default_manager

    def texts() -> Iterator[tuple[str, Place]]:
        for row in rows.exclude(**{f"{field.name}__isnull": True}).order_by("pk").iterator():
            if stored := row.__dict__[field.attname]:
                yield str(stored), field.place_of(row)

    def reseal(after: Any, limit: int) -> tuple[Any, int]:
        found = list(_next(rows, after, limit))
        number = 0
        for row in found:
            stored = row.__dict__[field.attname]
            if stored and not is_current(stored):
                at = field.place_of(row)
                rows.filter(pk=row.pk).update(**{field.attname: Sealed(seal(unseal(stored, at=at), at=at))})
                number += 1
        return (found[-1].pk if found else None), number

    return SealedPlace(texts, reseal)


def _next(rows: Any, after: Any, limit: int) -> Any:
    later = rows.all() if after is None else rows.filter(pk__gt=after)
    return later.select_for_update().order_by("pk")[:limit]


def _second_factor_texts() -> Iterator[tuple[str, Place]]:
    for row in Authenticator.objects.filter(type__in=_SEEDS).order_by("pk").iterator():
        yield row.data[_SEEDS[row.type]], SECOND_FACTOR


def _reseal_second_factors(after: Any, limit: int) -> tuple[Any, int]:
    found = list(_next(Authenticator.objects.filter(type__in=_SEEDS), after, limit))
    number = 0
    for row in found:
        name = _SEEDS[row.type]
        if not is_current(row.data[name]):
            row.data[name] = seal(unseal(row.data[name], at=SECOND_FACTOR), at=SECOND_FACTOR)
            row.save(update_fields=["data"])
            number += 1
    return (found[-1].pk if found else None), number


def register() -> None:
    """Announce where second factors are sealed."""
    places.register("second factors", SealedPlace(_second_factor_texts, _reseal_second_factors))
