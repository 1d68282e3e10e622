"""Decisions and what was handed in never change."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION matching_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was decided stays: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '55000';
END
$$;
CREATE TRIGGER matching_decision_stays BEFORE UPDATE OR DELETE ON matching_decision
    FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_line_stays BEFORE UPDATE ON matching_line
    FOR EACH ROW WHEN ((OLD.bill_id, OLD.number, OLD.raw, OLD.name, OLD.amount, OLD.unit)
        IS DISTINCT FROM (NEW.bill_id, NEW.number, NEW.raw, NEW.name, NEW.amount, NEW.unit))
    EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_bill_stays BEFORE UPDATE ON matching_bill
    FOR EACH ROW WHEN ((OLD.activity_id, OLD.text, OLD.sha256) IS DISTINCT FROM (NEW.activity_id, NEW.text, NEW.sha256))
    EXECUTE FUNCTION matching_refuse_change();
"""
ALLOW = """
DROP TRIGGER matching_bill_stays ON matching_bill;
DROP TRIGGER matching_line_stays ON matching_line;
DROP TRIGGER matching_decision_stays ON matching_decision;
DROP FUNCTION matching_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
