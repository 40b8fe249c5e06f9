-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER edition_withdrawals_no_change BEFORE UPDATE OR DELETE ON edition_withdrawals
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER edition_withdrawals_no_truncate BEFORE TRUNCATE ON edition_withdrawals
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER schedule_failures_no_change BEFORE UPDATE OR DELETE ON schedule_failures
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER schedule_failures_no_truncate BEFORE TRUNCATE ON schedule_failures
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER finding_waivers_no_delete BEFORE DELETE ON finding_waivers
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER finding_waivers_no_truncate BEFORE TRUNCATE ON finding_waivers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
