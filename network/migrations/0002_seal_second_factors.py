"""Second factors that were stored in the clear are sealed."""

from django.db import migrations

from core.sealing import Place, seal

_SEEDS = {"totp": "secret", "recovery_codes": "seed"}


def seal_seeds(apps, schema_editor):
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=_SEEDS).order_by("pk"):
        name = _SEEDS[row.type]
        if not row.data[name].startswith("s1."):
            row.data[name] = seal(row.data[name], at=Place(table="mfa_authenticator", column="data"))
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal_seeds, migrations.RunPython.noop)]
