-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER affair_judgements_no_update BEFORE UPDATE ON affair_judgements
BEGIN SELECT RAISE(ABORT, 'immutable: affair_judgements'); END;
CREATE TRIGGER affair_judgements_no_delete BEFORE DELETE ON affair_judgements
BEGIN SELECT RAISE(ABORT, 'immutable: affair_judgements'); END;

CREATE TRIGGER plan_submissions_no_update BEFORE UPDATE ON plan_submissions
BEGIN SELECT RAISE(ABORT, 'immutable: plan_submissions'); END;
CREATE TRIGGER plan_submissions_no_delete BEFORE DELETE ON plan_submissions
BEGIN SELECT RAISE(ABORT, 'immutable: plan_submissions'); END;
