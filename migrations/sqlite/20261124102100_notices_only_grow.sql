-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER notice_versions_no_update BEFORE UPDATE ON notice_versions
BEGIN SELECT RAISE(ABORT, 'immutable: notice_versions'); END;
CREATE TRIGGER notice_versions_no_delete BEFORE DELETE ON notice_versions
BEGIN SELECT RAISE(ABORT, 'immutable: notice_versions'); END;

CREATE TRIGGER notice_arrivals_no_update BEFORE UPDATE ON notice_arrivals
BEGIN SELECT RAISE(ABORT, 'immutable: notice_arrivals'); END;
CREATE TRIGGER notice_arrivals_no_delete BEFORE DELETE ON notice_arrivals
BEGIN SELECT RAISE(ABORT, 'immutable: notice_arrivals'); END;
