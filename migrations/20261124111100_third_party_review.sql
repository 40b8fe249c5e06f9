-- Third-party review: who was invited to which assessment, what was handed over, and what
-- reviewers and the body's editors wrote about it.

CREATE TABLE engagements (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    reviewer TEXT NOT NULL REFERENCES users (id),
    -- The name of the reviewing organ as the body writes it; never the reviewer's own.
    organ TEXT NOT NULL,
    -- The edition under way: one more than the last published one.
    round BIGINT NOT NULL CHECK (round >= 1),
    invited_by TEXT NOT NULL REFERENCES users (id),
    invited_at TEXT NOT NULL,
    ended_by TEXT REFERENCES users (id),
    ended_at TEXT,
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX engagements_active ON engagements (assessment_id, reviewer)
    WHERE ended_at IS NULL;
CREATE INDEX engagements_reviewer ON engagements (reviewer, assessment_id);

-- What was handed over, when, in which revision, to whom. Append-only.
CREATE TABLE handovers (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    -- From 1, without gaps.
    handover BIGINT NOT NULL CHECK (handover >= 1),
    revision BIGINT NOT NULL,
    round BIGINT NOT NULL CHECK (round >= 1),
    handed_over_at TEXT NOT NULL,
    handed_over_by TEXT NOT NULL REFERENCES users (id),
    -- JSON list of the ids of those who were engaged then.
    recipients TEXT NOT NULL,
    -- SHA-256 of the full text.
    digest TEXT NOT NULL,
    PRIMARY KEY (assessment_id, handover),
    FOREIGN KEY (assessment_id, revision) REFERENCES revisions (assessment_id, revision)
);

-- A thread begins with a comment without reply_to. Append-only.
CREATE TABLE review_comments (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL,
    handover BIGINT NOT NULL,
    -- The path of the item; empty for the whole.
    item TEXT NOT NULL,
    reply_to TEXT REFERENCES review_comments (id),
    author TEXT NOT NULL REFERENCES users (id),
    written_at TEXT NOT NULL,
    body TEXT NOT NULL CHECK (body <> ''),
    FOREIGN KEY (assessment_id, handover) REFERENCES handovers (assessment_id, handover)
);
CREATE INDEX review_comments_assessment ON review_comments (assessment_id, written_at, id);

-- Threads that are settled.
CREATE TABLE review_settled (
    comment_id TEXT NOT NULL PRIMARY KEY REFERENCES review_comments (id),
    settled_by TEXT NOT NULL REFERENCES users (id),
    settled_at TEXT NOT NULL
);

-- What a reviewer has written so far about a hand-over, verdict included.
CREATE TABLE review_drafts (
    assessment_id TEXT NOT NULL,
    handover BIGINT NOT NULL,
    reviewer TEXT NOT NULL REFERENCES users (id),
    -- JSON: answers by question.
    answers TEXT NOT NULL,
    method TEXT NOT NULL,
    result TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    changed_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, handover, reviewer),
    FOREIGN KEY (assessment_id, handover) REFERENCES handovers (assessment_id, handover)
);

-- The verdict on a hand-over. Append-only.
CREATE TABLE review_verdicts (
    assessment_id TEXT NOT NULL,
    handover BIGINT NOT NULL,
    reviewer TEXT NOT NULL REFERENCES users (id),
    organ TEXT NOT NULL,
    given_on TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('suitable', 'to-be-amended')),
    method TEXT NOT NULL,
    result TEXT NOT NULL,
    -- JSON: the answers by question as they were then.
    answers TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, handover),
    FOREIGN KEY (assessment_id, handover) REFERENCES handovers (assessment_id, handover)
);

-- 対応表: what the editors did about a comment (its id) or a question (its id).
CREATE TABLE review_responses (
    assessment_id TEXT NOT NULL,
    handover BIGINT NOT NULL,
    subject TEXT NOT NULL,
    response TEXT NOT NULL,
    written_by TEXT NOT NULL REFERENCES users (id),
    written_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, handover, subject),
    FOREIGN KEY (assessment_id, handover) REFERENCES handovers (assessment_id, handover)
);
