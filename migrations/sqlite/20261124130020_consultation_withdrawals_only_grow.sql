-- This table only grows. The program reads the word "immutable" in the message.

CREATE TRIGGER consultation_withdrawals_no_update BEFORE UPDATE ON consultation_withdrawals
BEGIN SELECT RAISE(ABORT, 'immutable: consultation_withdrawals'); END;
CREATE TRIGGER consultation_withdrawals_no_delete BEFORE DELETE ON consultation_withdrawals
BEGIN SELECT RAISE(ABORT, 'immutable: consultation_withdrawals'); END;
