"""What must hold beyond one row: nobody judges what is their own, two experts accept, rounds and verdicts stay."""

from django.db import migrations

KEEP = """
CREATE FUNCTION submissions_check_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM submissions_appointment AS appointment
        JOIN submissions_expert AS expert ON expert.id = appointment.expert_id
        JOIN submissions_submission AS submission ON submission.id = appointment.submission_id
        JOIN accounts_membership AS membership ON membership.user_id = expert.user_id
            AND membership.organisation_id IN (submission.organisation_id, submission.owner_id)
        WHERE appointment.id = NEW.appointment_id
    ) THEN
        RAISE EXCEPTION 'four eyes: a member of the submitter or the owner gives no verdict' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER submissions_verdict_of_a_stranger BEFORE INSERT ON submissions_verdict
    FOR EACH ROW EXECUTE FUNCTION submissions_check_verdict();

CREATE FUNCTION submissions_check_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT count(DISTINCT appointment.expert_id) FROM submissions_verdict AS verdict
        JOIN submissions_appointment AS appointment ON appointment.id = verdict.appointment_id
        WHERE appointment.submission_id = NEW.id AND appointment.withdrawn_at IS NULL
            AND verdict.round = NEW.round AND verdict.outcome = 'accept'
    ) < 2 THEN
        RAISE EXCEPTION 'four eyes: two experts must accept a round' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER submissions_accepted_by_two BEFORE UPDATE OF state ON submissions_submission
    FOR EACH ROW WHEN (NEW.state = 'accepted' AND OLD.state IS DISTINCT FROM 'accepted')
    EXECUTE FUNCTION submissions_check_accepted();
CREATE TRIGGER submissions_published_after_accepted BEFORE UPDATE OF state ON submissions_submission
    FOR EACH ROW WHEN (NEW.state = 'published' AND OLD.state IS DISTINCT FROM 'published')
    EXECUTE FUNCTION submissions_check_accepted();

CREATE FUNCTION submissions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said in a review stays: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '55000';
END
$$;
CREATE TRIGGER submissions_rounds_stay BEFORE UPDATE OR DELETE ON submissions_round
    FOR EACH ROW EXECUTE FUNCTION submissions_refuse_change();
CREATE TRIGGER submissions_verdicts_stay BEFORE UPDATE OR DELETE ON submissions_verdict
    FOR EACH ROW EXECUTE FUNCTION submissions_refuse_change();
CREATE TRIGGER submissions_moves_stay BEFORE UPDATE OR DELETE ON submissions_move
    FOR EACH ROW EXECUTE FUNCTION submissions_refuse_change();
CREATE TRIGGER submissions_comments_stay BEFORE UPDATE OR DELETE ON submissions_comment
    FOR EACH ROW EXECUTE FUNCTION submissions_refuse_change();
"""
LET_GO = """
DROP TRIGGER submissions_comments_stay ON submissions_comment;
DROP TRIGGER submissions_moves_stay ON submissions_move;
DROP TRIGGER submissions_verdicts_stay ON submissions_verdict;
DROP TRIGGER submissions_rounds_stay ON submissions_round;
DROP FUNCTION submissions_refuse_change();
DROP TRIGGER submissions_published_after_accepted ON submissions_submission;
DROP TRIGGER submissions_accepted_by_two ON submissions_submission;
DROP FUNCTION submissions_check_accepted();
DROP TRIGGER submissions_verdict_of_a_stranger ON submissions_verdict;
DROP FUNCTION submissions_check_verdict();
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial"), ("accounts", "0004_library_editor")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
