-- Plans (計画管理書) of agencies. The text is an assessment of the form `keikaku`; it is
-- never public.

CREATE TABLE plans (
    assessment_id TEXT NOT NULL PRIMARY KEY REFERENCES assessments (id),
    agency_id TEXT NOT NULL UNIQUE REFERENCES agencies (id),
    -- JSON: what the machine wrote last into each cell, by affair number and item.
    generated_json TEXT NOT NULL
);

-- What was handed to the commission, in full. This table only grows.
CREATE TABLE plan_submissions (
    assessment_id TEXT NOT NULL REFERENCES plans (assessment_id),
    number BIGINT NOT NULL CHECK (number >= 1),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    at TEXT NOT NULL,
    author TEXT REFERENCES users (id),
    revision BIGINT NOT NULL,
    -- Interchange JSON, and the SHA-256 of exactly this text.
    document TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (assessment_id, number),
    FOREIGN KEY (assessment_id, revision) REFERENCES revisions (assessment_id, revision)
);
