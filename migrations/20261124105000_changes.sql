-- What people decided on the changes of a draft (変更箇所). The newest version of a decision
-- counts; earlier ones stay.
CREATE TABLE change_decisions (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    -- The published edition that the draft is compared with.
    edition BIGINT NOT NULL CHECK (edition >= 1),
    -- The SHA-256 of item, before and after: a later edit is another change.
    digest TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    -- The path of the item.
    item TEXT NOT NULL,
    -- 変更日.
    changed_on TEXT NOT NULL,
    -- 提出時期: 'before', 'after'; NULL while it is not chosen.
    timing TEXT CHECK (timing IN ('before', 'after')),
    -- 提出時期に係る説明, in the typed notation.
    note TEXT NOT NULL,
    -- 重要な変更: 'important', 'dismissed'; NULL while nobody said so.
    weight TEXT CHECK (weight IN ('important', 'dismissed')),
    -- Why it is dismissed.
    reason TEXT,
    -- The revision that was seen.
    revision BIGINT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES users (id),
    decided_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, edition, digest, version),
    CHECK (weight <> 'dismissed' OR (reason IS NOT NULL AND reason <> '')),
    FOREIGN KEY (assessment_id, edition) REFERENCES editions (assessment_id, edition),
    FOREIGN KEY (assessment_id, revision) REFERENCES revisions (assessment_id, revision)
);

-- The rows that the program wrote into the table of changes: it rewrites no others.
CREATE TABLE change_rows (
    assessment_id TEXT NOT NULL,
    body_code TEXT NOT NULL REFERENCES bodies (code),
    edition BIGINT NOT NULL,
    -- The SHA-256 of the row, all cells.
    digest TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, edition, digest),
    FOREIGN KEY (assessment_id, edition) REFERENCES editions (assessment_id, edition),
    FOREIGN KEY (assessment_id, revision) REFERENCES revisions (assessment_id, revision)
);
