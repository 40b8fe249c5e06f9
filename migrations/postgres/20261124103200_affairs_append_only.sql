-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER affair_judgements_no_change BEFORE UPDATE OR DELETE ON affair_judgements
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER affair_judgements_no_truncate BEFORE TRUNCATE ON affair_judgements
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER plan_submissions_no_change BEFORE UPDATE OR DELETE ON plan_submissions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_submissions_no_truncate BEFORE TRUNCATE ON plan_submissions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
