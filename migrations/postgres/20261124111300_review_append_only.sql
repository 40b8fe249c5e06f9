-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER handovers_no_change BEFORE UPDATE OR DELETE ON handovers
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handovers_no_truncate BEFORE TRUNCATE ON handovers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER review_comments_no_change BEFORE UPDATE OR DELETE ON review_comments
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_comments_no_truncate BEFORE TRUNCATE ON review_comments
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER review_verdicts_no_change BEFORE UPDATE OR DELETE ON review_verdicts
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_verdicts_no_truncate BEFORE TRUNCATE ON review_verdicts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER submissions_no_change BEFORE UPDATE OR DELETE ON submissions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER submissions_no_truncate BEFORE TRUNCATE ON submissions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER submission_notes_no_change BEFORE UPDATE OR DELETE ON submission_notes
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER submission_notes_no_truncate BEFORE TRUNCATE ON submission_notes
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER submission_advice_no_change BEFORE UPDATE OR DELETE ON submission_advice
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER submission_advice_no_truncate BEFORE TRUNCATE ON submission_advice
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
