-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER handovers_no_update BEFORE UPDATE ON handovers
BEGIN SELECT RAISE(ABORT, 'immutable: handovers'); END;
CREATE TRIGGER handovers_no_delete BEFORE DELETE ON handovers
BEGIN SELECT RAISE(ABORT, 'immutable: handovers'); END;

CREATE TRIGGER review_comments_no_update BEFORE UPDATE ON review_comments
BEGIN SELECT RAISE(ABORT, 'immutable: review_comments'); END;
CREATE TRIGGER review_comments_no_delete BEFORE DELETE ON review_comments
BEGIN SELECT RAISE(ABORT, 'immutable: review_comments'); END;

CREATE TRIGGER review_verdicts_no_update BEFORE UPDATE ON review_verdicts
BEGIN SELECT RAISE(ABORT, 'immutable: review_verdicts'); END;
CREATE TRIGGER review_verdicts_no_delete BEFORE DELETE ON review_verdicts
BEGIN SELECT RAISE(ABORT, 'immutable: review_verdicts'); END;

CREATE TRIGGER submissions_no_update BEFORE UPDATE ON submissions
BEGIN SELECT RAISE(ABORT, 'immutable: submissions'); END;
CREATE TRIGGER submissions_no_delete BEFORE DELETE ON submissions
BEGIN SELECT RAISE(ABORT, 'immutable: submissions'); END;

CREATE TRIGGER submission_notes_no_update BEFORE UPDATE ON submission_notes
BEGIN SELECT RAISE(ABORT, 'immutable: submission_notes'); END;
CREATE TRIGGER submission_notes_no_delete BEFORE DELETE ON submission_notes
BEGIN SELECT RAISE(ABORT, 'immutable: submission_notes'); END;

CREATE TRIGGER submission_advice_no_update BEFORE UPDATE ON submission_advice
BEGIN SELECT RAISE(ABORT, 'immutable: submission_advice'); END;
CREATE TRIGGER submission_advice_no_delete BEFORE DELETE ON submission_advice
BEGIN SELECT RAISE(ABORT, 'immutable: submission_advice'); END;
