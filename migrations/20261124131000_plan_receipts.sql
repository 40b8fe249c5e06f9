-- The commission's receipts of submitted plans (計画管理書).

CREATE TABLE plan_receipts (
    assessment_id TEXT NOT NULL,
    -- Of the submission.
    number BIGINT NOT NULL,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    -- As the commission counts.
    receipt_number TEXT NOT NULL UNIQUE CHECK (receipt_number <> ''),
    received_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, number),
    FOREIGN KEY (assessment_id, number) REFERENCES plan_submissions (assessment_id, number)
);
CREATE INDEX plan_submissions_newest ON plan_submissions (at, assessment_id, number);
