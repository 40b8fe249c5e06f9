-- The commission's desk: what was submitted, how far it has come, and what is said about it.

-- Exactly what was filed. Append-only.
CREATE TABLE submissions (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    revision BIGINT NOT NULL,
    round BIGINT NOT NULL CHECK (round >= 1),
    filed_by TEXT NOT NULL REFERENCES users (id),
    -- SHA-256 of exactly this text: interchange JSON, withheld parts included.
    digest TEXT NOT NULL,
    document TEXT NOT NULL,
    FOREIGN KEY (assessment_id, revision) REFERENCES revisions (assessment_id, revision)
);
CREATE INDEX submissions_assessment ON submissions (assessment_id, id);

-- A row of the inbox for each: for lists, without the text.
CREATE TABLE submission_desks (
    submission_id TEXT NOT NULL PRIMARY KEY REFERENCES submissions (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    prefecture_code TEXT NOT NULL,
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    form_edition TEXT NOT NULL,
    agency TEXT NOT NULL,
    -- The public title.
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('filing', 'amendment', 'approval')),
    revision BIGINT NOT NULL,
    filed_on TEXT NOT NULL,
    filed_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('unreceived', 'received', 'examining', 'done')),
    receipt_number TEXT,
    received_on TEXT,
    received_by TEXT REFERENCES users (id),
    assigned_to TEXT REFERENCES users (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    CHECK ((state = 'unreceived') = (receipt_number IS NULL)),
    CHECK ((receipt_number IS NULL) = (received_on IS NULL))
);
CREATE UNIQUE INDEX submission_desks_receipt ON submission_desks (receipt_number);
CREATE INDEX submission_desks_age ON submission_desks (filed_at, submission_id);
CREATE INDEX submission_desks_state ON submission_desks (state, filed_at, submission_id);
CREATE INDEX submission_desks_body ON submission_desks (body_code, filed_at, submission_id);
CREATE INDEX submission_desks_prefecture
    ON submission_desks (prefecture_code, filed_at, submission_id);
CREATE INDEX submission_desks_assigned
    ON submission_desks (assigned_to, filed_at, submission_id);
CREATE INDEX submission_desks_assessment ON submission_desks (assessment_id, filed_at);

-- Within the commission only. Append-only.
CREATE TABLE submission_notes (
    id TEXT NOT NULL PRIMARY KEY,
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    author TEXT NOT NULL REFERENCES users (id),
    written_at TEXT NOT NULL,
    body TEXT NOT NULL CHECK (body <> '')
);
CREATE INDEX submission_notes_submission ON submission_notes (submission_id, id);

-- 指導・助言 to the body and its answers (reply_to). Never public. Append-only.
CREATE TABLE submission_advice (
    id TEXT NOT NULL PRIMARY KEY,
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    kind TEXT CHECK (kind IN ('guidance', 'advice')),
    reply_to TEXT REFERENCES submission_advice (id),
    author TEXT NOT NULL REFERENCES users (id),
    written_at TEXT NOT NULL,
    body TEXT NOT NULL CHECK (body <> ''),
    CHECK ((kind IS NULL) = (reply_to IS NOT NULL))
);
CREATE INDEX submission_advice_submission ON submission_advice (submission_id, id);
CREATE INDEX submission_advice_assessment ON submission_advice (assessment_id, id);

-- Per withheld span: whether it is withheld rightly.
CREATE TABLE span_judgements (
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    item TEXT NOT NULL,
    ordinal BIGINT NOT NULL CHECK (ordinal >= 1),
    -- Of the span's reason, note and text.
    digest TEXT NOT NULL,
    judgement TEXT NOT NULL CHECK (judgement IN ('appropriate', 'too-wide', 'reason-lacking')),
    note TEXT NOT NULL,
    judged_by TEXT NOT NULL REFERENCES users (id),
    judged_at TEXT NOT NULL,
    PRIMARY KEY (submission_id, item, ordinal)
);

-- Those to whom a submission can be assigned.
CREATE INDEX users_commission ON users (role, email)
    WHERE role IN ('ppc-reviewer', 'ppc-approver');
