"""Two records of one product never cover the same day.

A range of one product number stands in for equality, which GiST knows for ranges without an extension.
"""

from django.db import migrations

ADD = """
ALTER TABLE products_activityrecord ADD CONSTRAINT activity_periods_do_not_overlap EXCLUDE USING gist (
    int8range(product_id, product_id, '[]') WITH &&,
    daterange(period_start, period_end, '[)') WITH &&
);
"""


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial")]

    operations = [
        migrations.RunSQL(ADD, "ALTER TABLE products_activityrecord DROP CONSTRAINT activity_periods_do_not_overlap;")
    ]
