-- What was published. An edition is a snapshot that nobody changes.

CREATE TABLE editions (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    edition BIGINT NOT NULL CHECK (edition >= 1),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    prefecture_code TEXT NOT NULL,
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    form_edition TEXT NOT NULL,
    agency TEXT NOT NULL,
    title TEXT NOT NULL,
    -- The day of publication, and the instant it was recorded.
    published TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_by TEXT REFERENCES users (id),
    revision BIGINT NOT NULL,
    -- Public JSON, and the SHA-256 of exactly this text.
    release TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (assessment_id, edition),
    UNIQUE (body_code, number, form, edition),
    FOREIGN KEY (assessment_id, revision) REFERENCES revisions (assessment_id, revision)
);

-- The newest edition of each assessment, for lists: everything but the release.
CREATE TABLE current_editions (
    assessment_id TEXT NOT NULL PRIMARY KEY,
    edition BIGINT NOT NULL,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    prefecture_code TEXT NOT NULL,
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    form_edition TEXT NOT NULL,
    agency TEXT NOT NULL,
    title TEXT NOT NULL,
    published TEXT NOT NULL,
    published_at TEXT NOT NULL,
    revision BIGINT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (body_code, number, form),
    FOREIGN KEY (assessment_id, edition) REFERENCES editions (assessment_id, edition)
);
CREATE INDEX current_editions_newest ON current_editions (published, published_at, assessment_id);
CREATE INDEX current_editions_prefecture ON current_editions (prefecture_code, body_code);

-- What must not be found in anything public, for the leak gate.
CREATE TABLE withheld_phrases (
    assessment_id TEXT NOT NULL,
    edition BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    -- The path of the item.
    item TEXT NOT NULL,
    phrase TEXT NOT NULL,
    PRIMARY KEY (assessment_id, edition, ordinal),
    FOREIGN KEY (assessment_id, edition) REFERENCES editions (assessment_id, edition)
);
CREATE INDEX withheld_phrases_body ON withheld_phrases (body_code, assessment_id, edition, ordinal);
