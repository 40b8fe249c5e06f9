-- Affairs (事務) of agencies (評価実施機関): what is assessed, and what decides how.
-- The documents of an affair are the assessments with its body and number.

CREATE TABLE agencies (
    id TEXT NOT NULL PRIMARY KEY,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    name TEXT NOT NULL,
    -- Its place within the body, from 1: the number of its plan.
    ordinal BIGINT NOT NULL CHECK (ordinal >= 1),
    created_at TEXT NOT NULL,
    UNIQUE (body_code, name),
    UNIQUE (body_code, ordinal)
);

CREATE TABLE affairs (
    id TEXT NOT NULL PRIMARY KEY,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    -- The facts, threshold inputs and their day included.
    facts_json TEXT NOT NULL,
    -- 規則4条: the word of a ground.
    exempt_ground TEXT,
    -- What is done beyond the duty, and why.
    voluntary TEXT,
    voluntary_reason TEXT NOT NULL,
    -- Days: holding of the file, exchange of information.
    holding_from TEXT,
    exchange_from TEXT,
    -- 規則9条2項: why the assessment comes after the holding; NULL when it is not claimed.
    late_reason TEXT,
    -- 再実施要: why; NULL when it is not.
    redo_reason TEXT,
    redo_at TEXT,
    ended_on TEXT,
    notified_on TEXT,
    -- Counts every change; a form is bound to the version it showed.
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT REFERENCES users (id),
    UNIQUE (body_code, number)
);
CREATE INDEX affairs_agency ON affairs (agency_id);

-- Every judgement with what it was made from. This table only grows.
CREATE TABLE affair_judgements (
    affair_id TEXT NOT NULL REFERENCES affairs (id),
    ordinal BIGINT NOT NULL CHECK (ordinal >= 1),
    at TEXT NOT NULL,
    -- The day in Japan for which it was made.
    judged_on TEXT NOT NULL,
    -- NULL when a command of the operator caused it.
    author TEXT REFERENCES users (id),
    cause TEXT NOT NULL,
    inputs_json TEXT NOT NULL,
    -- The day of the counts.
    as_of TEXT,
    -- The row of the table or the ground, and what followed; NULL while undecided.
    reason TEXT,
    duty TEXT,
    redo BIGINT NOT NULL CHECK (redo IN (0, 1)),
    PRIMARY KEY (affair_id, ordinal)
);

-- Incidents of an agency (重大事故). One that was registered by mistake is cancelled.
CREATE TABLE incidents (
    id TEXT NOT NULL PRIMARY KEY,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    occurred_on TEXT NOT NULL,
    known_on TEXT NOT NULL,
    subject TEXT NOT NULL,
    persons BIGINT NOT NULL CHECK (persons >= 0),
    deliberate BIGINT NOT NULL CHECK (deliberate IN (0, 1)),
    attributable BIGINT NOT NULL CHECK (attributable IN (0, 1)),
    summary TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    registered_by TEXT REFERENCES users (id),
    cancelled_at TEXT,
    cancelled_by TEXT REFERENCES users (id),
    cancel_reason TEXT
);
CREATE INDEX incidents_agency ON incidents (agency_id, occurred_on);

-- What is there already: one agency for each name, one affair for each number of a body.
INSERT INTO agencies (id, body_code, name, ordinal, created_at)
SELECT MIN(id), body_code, agency,
    ROW_NUMBER() OVER (PARTITION BY body_code ORDER BY MIN(created_at), MIN(id)),
    MIN(created_at)
FROM assessments GROUP BY body_code, agency;

INSERT INTO affairs (id, body_code, agency_id, number, name, legal_basis, facts_json,
    voluntary_reason, version, created_at, changed_at, changed_by)
SELECT a.id, a.body_code, g.id, a.number, a.title, '', r.facts_json,
    '', 1, a.created_at, a.changed_at, a.changed_by
FROM assessments a
JOIN agencies g ON g.body_code = a.body_code AND g.name = a.agency
JOIN revisions r ON r.assessment_id = a.id AND r.revision = a.revision
WHERE a.id = (SELECT MIN(b.id) FROM assessments b
              WHERE b.body_code = a.body_code AND b.number = a.number);
