-- A submission that the body took back: its row stays on the commission's desk and says so.

ALTER TABLE submission_desks ADD COLUMN withdrawn_on TEXT;
CREATE INDEX submission_desks_withdrawn ON submission_desks (filed_at, submission_id)
    WHERE withdrawn_on IS NOT NULL;
