"""Every study that is frozen goes into the change log, whoever freezes it, and whoever listens is told."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION network_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
BEGIN
    INSERT INTO network_change (kind, subject, at) VALUES ('study.frozen', NEW.public_id::text, NEW.frozen_at)
        RETURNING id INTO number;
    PERFORM pg_notify('qiantan_network', number::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER network_study_frozen AFTER INSERT ON footprints_frozenstudy
    FOR EACH ROW EXECUTE FUNCTION network_note_change();
INSERT INTO network_change (kind, subject, at)
    SELECT 'study.frozen', public_id::text, frozen_at FROM footprints_frozenstudy ORDER BY id;
"""
STOP = """
DROP TRIGGER network_study_frozen ON footprints_frozenstudy;
DROP FUNCTION network_note_change();
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial"), ("footprints", "0002_frozen_is_frozen")]

    operations = [migrations.RunSQL(FOLLOW, STOP)]
