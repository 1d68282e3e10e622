"""The table of Django's database cache, which counts sign-in attempts for every process alike."""

from django.db import migrations

CREATE = """
CREATE TABLE qiantan_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX qiantan_cache_expires ON qiantan_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE qiantan_cache;")]
