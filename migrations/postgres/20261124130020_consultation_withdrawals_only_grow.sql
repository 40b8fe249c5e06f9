-- This table only grows. The program reads the word "immutable" in the message.

CREATE TRIGGER consultation_withdrawals_no_change BEFORE UPDATE OR DELETE ON consultation_withdrawals
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consultation_withdrawals_no_truncate BEFORE TRUNCATE ON consultation_withdrawals
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
