"""Frozen studies never change; a result is written once. TRUNCATE is refused as well."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION footprints_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'frozen is frozen: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '55000';
END
$$;
CREATE TRIGGER footprints_study_rows BEFORE UPDATE OR DELETE ON footprints_frozenstudy
    FOR EACH ROW EXECUTE FUNCTION footprints_refuse_change();
CREATE TRIGGER footprints_study_table BEFORE TRUNCATE ON footprints_frozenstudy
    FOR EACH STATEMENT EXECUTE FUNCTION footprints_refuse_change();
CREATE TRIGGER footprints_run_of_a_study_stays BEFORE DELETE ON footprints_run
    FOR EACH ROW WHEN (OLD.study_id IS NOT NULL) EXECUTE FUNCTION footprints_refuse_change();
CREATE TRIGGER footprints_result_stays BEFORE UPDATE ON footprints_run
    FOR EACH ROW WHEN (
        (OLD.study_id, OLD.draft, OLD.study_sha256) IS DISTINCT FROM (NEW.study_id, NEW.draft, NEW.study_sha256)
        OR (OLD.finished_at IS NOT NULL AND (OLD.result, OLD.sha256, OLD.sm3, OLD.total, OLD.finished_at)
            IS DISTINCT FROM (NEW.result, NEW.sha256, NEW.sm3, NEW.total, NEW.finished_at)))
    EXECUTE FUNCTION footprints_refuse_change();
"""
ALLOW = """
DROP TRIGGER footprints_result_stays ON footprints_run;
DROP TRIGGER footprints_run_of_a_study_stays ON footprints_run;
DROP TRIGGER footprints_study_table ON footprints_frozenstudy;
DROP TRIGGER footprints_study_rows ON footprints_frozenstudy;
DROP FUNCTION footprints_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("footprints", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
