-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER change_decisions_no_change BEFORE UPDATE OR DELETE ON change_decisions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER change_decisions_no_truncate BEFORE TRUNCATE ON change_decisions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER change_rows_no_change BEFORE UPDATE OR DELETE ON change_rows
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER change_rows_no_truncate BEFORE TRUNCATE ON change_rows
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
