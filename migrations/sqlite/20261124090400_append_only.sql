-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER revisions_no_update BEFORE UPDATE ON revisions
BEGIN SELECT RAISE(ABORT, 'immutable: revisions'); END;
CREATE TRIGGER revisions_no_delete BEFORE DELETE ON revisions
BEGIN SELECT RAISE(ABORT, 'immutable: revisions'); END;

CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'immutable: answers'); END;
CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'immutable: answers'); END;

CREATE TRIGGER editions_no_update BEFORE UPDATE ON editions
BEGIN SELECT RAISE(ABORT, 'immutable: editions'); END;
CREATE TRIGGER editions_no_delete BEFORE DELETE ON editions
BEGIN SELECT RAISE(ABORT, 'immutable: editions'); END;

CREATE TRIGGER withheld_phrases_no_update BEFORE UPDATE ON withheld_phrases
BEGIN SELECT RAISE(ABORT, 'immutable: withheld_phrases'); END;
CREATE TRIGGER withheld_phrases_no_delete BEFORE DELETE ON withheld_phrases
BEGIN SELECT RAISE(ABORT, 'immutable: withheld_phrases'); END;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'immutable: audit'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'immutable: audit'); END;
