-- Hearings whose page was taken off the site with their assessment (公表の取下げ): that it was,
-- and why, in public words.

CREATE TABLE consultation_withdrawals (
    consultation_id TEXT NOT NULL PRIMARY KEY REFERENCES consultations (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    -- A day in Japan.
    withdrawn_on TEXT NOT NULL,
    withdrawn_at TEXT NOT NULL,
    -- NULL: the operator's command.
    withdrawn_by TEXT REFERENCES users (id),
    reason TEXT NOT NULL
);
