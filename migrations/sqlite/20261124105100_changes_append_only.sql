-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER change_decisions_no_update BEFORE UPDATE ON change_decisions
BEGIN SELECT RAISE(ABORT, 'immutable: change_decisions'); END;
CREATE TRIGGER change_decisions_no_delete BEFORE DELETE ON change_decisions
BEGIN SELECT RAISE(ABORT, 'immutable: change_decisions'); END;

CREATE TRIGGER change_rows_no_update BEFORE UPDATE ON change_rows
BEGIN SELECT RAISE(ABORT, 'immutable: change_rows'); END;
CREATE TRIGGER change_rows_no_delete BEFORE DELETE ON change_rows
BEGIN SELECT RAISE(ABORT, 'immutable: change_rows'); END;
