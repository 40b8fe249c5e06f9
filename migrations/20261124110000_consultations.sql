-- Hearings of residents' opinions (意見聴取): what was shown to the public, what came, and
-- what was answered. Only ways to reach people can be taken out again.

CREATE TABLE consultations (
    -- Body code and a number within it, as in /consultations/992011-1/.
    id TEXT NOT NULL PRIMARY KEY,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    form_edition TEXT NOT NULL,
    agency TEXT NOT NULL,
    title TEXT NOT NULL,
    -- The revision of which the public version is shown.
    revision BIGINT NOT NULL,
    -- Days in Japan, both included.
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL CHECK (to_day >= from_day),
    -- Why the period is shorter than thirty days; public words of the item.
    shortening TEXT,
    -- How to send an opinion, and whom to ask, as the body wrote it.
    method TEXT NOT NULL,
    contact TEXT NOT NULL,
    -- Public JSON, and the SHA-256 of exactly this text.
    release TEXT NOT NULL,
    digest TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    opened_by TEXT REFERENCES users (id),
    FOREIGN KEY (assessment_id, revision) REFERENCES revisions (assessment_id, revision)
);
CREATE INDEX consultations_body ON consultations (body_code, to_day, id);
CREATE INDEX consultations_assessment ON consultations (assessment_id, opened_at);
CREATE INDEX consultations_end ON consultations (to_day, id);

-- What changes of a consultation: how many opinions came, and that its end was seen to.
CREATE TABLE consultation_states (
    consultation_id TEXT NOT NULL PRIMARY KEY REFERENCES consultations (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    opinions BIGINT NOT NULL CHECK (opinions >= 0),
    closed_at TEXT
);
CREATE INDEX consultation_states_open ON consultation_states (closed_at, consultation_id);

-- What the version shown keeps from the public, for the leak gate.
CREATE TABLE consultation_phrases (
    consultation_id TEXT NOT NULL REFERENCES consultations (id),
    ordinal BIGINT NOT NULL,
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    item TEXT NOT NULL,
    phrase TEXT NOT NULL,
    PRIMARY KEY (consultation_id, ordinal)
);

-- What came of it, as published; a later one takes the place of an earlier one.
CREATE TABLE consultation_results (
    consultation_id TEXT NOT NULL REFERENCES consultations (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    published_at TEXT NOT NULL,
    published_by TEXT REFERENCES users (id),
    -- Public JSON, and the SHA-256 of exactly this text.
    result TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (consultation_id, version)
);

CREATE TABLE opinions (
    id TEXT NOT NULL PRIMARY KEY,
    consultation_id TEXT NOT NULL REFERENCES consultations (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    -- From 1 within the consultation, without gaps.
    number BIGINT NOT NULL CHECK (number >= 1),
    -- The path of the item it is about; NULL for the whole.
    item TEXT,
    text TEXT NOT NULL,
    -- SHA-256 of the receipt number, which is stored nowhere.
    receipt_hash TEXT NOT NULL UNIQUE,
    received_at TEXT NOT NULL,
    UNIQUE (consultation_id, number)
);
CREATE INDEX opinions_received ON opinions (consultation_id, received_at);

-- Who wrote, where that was given. Never public; can be erased.
CREATE TABLE opinion_contacts (
    opinion_id TEXT NOT NULL PRIMARY KEY REFERENCES opinions (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    name TEXT,
    contact TEXT,
    erased_at TEXT,
    erased_by TEXT REFERENCES users (id),
    CONSTRAINT opinion_contacts_erased CHECK (erased_at IS NULL OR (name IS NULL AND contact IS NULL))
);

-- Answers, every version of them. Opinions with the same answer share its group.
CREATE TABLE opinion_answers (
    opinion_id TEXT NOT NULL REFERENCES opinions (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    group_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('reflected', 'not-reflected')),
    reason TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    answered_by TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (opinion_id, version)
);

-- What is not to be shown of an opinion, every version of it.
CREATE TABLE opinion_masks (
    opinion_id TEXT NOT NULL REFERENCES opinions (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    -- JSON: phrases, reason, summary.
    mask TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (opinion_id, version)
);
