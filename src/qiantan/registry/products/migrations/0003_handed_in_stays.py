"""Evidence, the digests of uploaded workbooks and the history of fields never change; frozen activity data neither."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION products_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was handed in stays: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '55000';
END
$$;
CREATE TRIGGER products_evidence_stays BEFORE UPDATE OR DELETE ON products_evidence
    FOR EACH ROW EXECUTE FUNCTION products_refuse_change();
CREATE TRIGGER products_change_stays BEFORE UPDATE OR DELETE ON products_fieldchange
    FOR EACH ROW EXECUTE FUNCTION products_refuse_change();
CREATE TRIGGER products_workbook_stays BEFORE UPDATE ON products_importdraft
    FOR EACH ROW WHEN ((OLD.activity_id, OLD.sha256, OLD.sm3, OLD.size)
        IS DISTINCT FROM (NEW.activity_id, NEW.sha256, NEW.sm3, NEW.size))
    EXECUTE FUNCTION products_refuse_change();
CREATE TRIGGER products_frozen_activity_stays BEFORE UPDATE ON products_activityrecord
    FOR EACH ROW WHEN (OLD.state = 'frozen' AND NEW.state = 'frozen' AND OLD.data IS DISTINCT FROM NEW.data)
    EXECUTE FUNCTION products_refuse_change();
"""
ALLOW = """
DROP TRIGGER products_frozen_activity_stays ON products_activityrecord;
DROP TRIGGER products_workbook_stays ON products_importdraft;
DROP TRIGGER products_change_stays ON products_fieldchange;
DROP TRIGGER products_evidence_stays ON products_evidence;
DROP FUNCTION products_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("products", "0002_periods_do_not_overlap")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
