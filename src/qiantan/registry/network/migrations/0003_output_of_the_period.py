"""What the plant made in the period joins the rows; they are laid out again from the frozen studies."""

from django.db import migrations, models

AGAIN = "TRUNCATE network_member, network_processrow, network_exchangerow"


class Migration(migrations.Migration):
    dependencies = [("network", "0002_change_log")]

    operations = [
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
        migrations.AddField("member", "output", models.FloatField(default=0.0), preserve_default=False),
    ]
