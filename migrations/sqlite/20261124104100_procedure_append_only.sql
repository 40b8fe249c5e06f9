-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER edition_withdrawals_no_update BEFORE UPDATE ON edition_withdrawals
BEGIN SELECT RAISE(ABORT, 'immutable: edition_withdrawals'); END;
CREATE TRIGGER edition_withdrawals_no_delete BEFORE DELETE ON edition_withdrawals
BEGIN SELECT RAISE(ABORT, 'immutable: edition_withdrawals'); END;

CREATE TRIGGER schedule_failures_no_update BEFORE UPDATE ON schedule_failures
BEGIN SELECT RAISE(ABORT, 'immutable: schedule_failures'); END;
CREATE TRIGGER schedule_failures_no_delete BEFORE DELETE ON schedule_failures
BEGIN SELECT RAISE(ABORT, 'immutable: schedule_failures'); END;

CREATE TRIGGER finding_waivers_no_delete BEFORE DELETE ON finding_waivers
BEGIN SELECT RAISE(ABORT, 'immutable: finding_waivers'); END;
