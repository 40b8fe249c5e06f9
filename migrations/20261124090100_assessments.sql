-- Assessments being written. What was ever saved stays: revisions and answers only grow.

CREATE TABLE assessments (
    id TEXT NOT NULL PRIMARY KEY,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    form_edition TEXT NOT NULL,
    agency TEXT NOT NULL,
    -- The word, for filters; the whole stage is in stage_json.
    stage TEXT NOT NULL,
    stage_json TEXT NOT NULL,
    -- The newest revision.
    revision BIGINT NOT NULL CHECK (revision >= 1),
    -- The public title: never holds withheld words.
    title TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT REFERENCES users (id),
    UNIQUE (body_code, number, form)
);
CREATE INDEX assessments_changed ON assessments (body_code, changed_at, id);

CREATE TABLE revisions (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    revision BIGINT NOT NULL CHECK (revision >= 1),
    -- NULL when a command of the operator made it.
    author TEXT REFERENCES users (id),
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('created', 'answers', 'facts', 'import', 'stage')),
    facts_json TEXT NOT NULL,
    -- JSON list of item ids or of the stage's word; no text of answers.
    changed TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (assessment_id, revision)
);

CREATE TABLE answers (
    assessment_id TEXT NOT NULL,
    -- An item on the top level of the form.
    item TEXT NOT NULL,
    revision BIGINT NOT NULL,
    -- JSON; NULL when the answer was removed.
    value TEXT,
    PRIMARY KEY (assessment_id, item, revision),
    FOREIGN KEY (assessment_id, revision) REFERENCES revisions (assessment_id, revision)
);
CREATE INDEX answers_revision ON answers (assessment_id, revision);
