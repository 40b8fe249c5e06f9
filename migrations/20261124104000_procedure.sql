-- What stands beside an edition that nobody changes: that its affair ended, or that it was
-- taken off the site. And what the procedure plans and excuses.

-- The day on which the affair ended (やめた日); NULL while it goes on.
ALTER TABLE current_editions ADD COLUMN ended_on TEXT;

-- The day on which a publication is planned, as in stage_json, for whoever looks for what is due.
ALTER TABLE assessments ADD COLUMN scheduled_on TEXT;
CREATE INDEX assessments_scheduled ON assessments (scheduled_on);

-- Editions taken off the site: `edition` and those before it. This table only grows.
CREATE TABLE edition_withdrawals (
    assessment_id TEXT NOT NULL,
    edition BIGINT NOT NULL,
    -- The first edition that this withdrawal took off.
    first_edition BIGINT NOT NULL CHECK (first_edition >= 1),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    -- From when the assessment was public, and the day on which it no longer was.
    published_from TEXT NOT NULL,
    withdrawn_on TEXT NOT NULL,
    withdrawn_at TEXT NOT NULL,
    withdrawn_by TEXT REFERENCES users (id),
    -- Public: shown on the page that remains.
    reason TEXT NOT NULL,
    PRIMARY KEY (assessment_id, edition),
    FOREIGN KEY (assessment_id, edition) REFERENCES editions (assessment_id, edition)
);
CREATE INDEX edition_withdrawals_newest ON edition_withdrawals (withdrawn_at, assessment_id);
CREATE INDEX edition_withdrawals_address ON edition_withdrawals (body_code, number, form, edition);

-- Planned publications that did not come about. This table only grows.
CREATE TABLE schedule_failures (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    at TEXT NOT NULL,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    scheduled_on TEXT NOT NULL,
    scheduled_by TEXT NOT NULL REFERENCES users (id),
    revision BIGINT NOT NULL,
    -- What to tell people; no text of answers.
    message TEXT NOT NULL,
    PRIMARY KEY (assessment_id, at)
);

-- Findings that need not be mended, each with its reason (解除理由). A waiver holds as long as
-- the item is as it was; it is taken back by writing when.
CREATE TABLE finding_waivers (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    rule TEXT NOT NULL,
    -- The path of the item.
    item TEXT NOT NULL,
    -- The SHA-256 of what the finding was about.
    digest TEXT NOT NULL,
    reason TEXT NOT NULL,
    waived_by TEXT NOT NULL REFERENCES users (id),
    waived_at TEXT NOT NULL,
    ended_by TEXT REFERENCES users (id),
    ended_at TEXT
);
CREATE INDEX finding_waivers_assessment ON finding_waivers (assessment_id, rule, item);
