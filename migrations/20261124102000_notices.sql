-- Notices with their letters, who belongs to which union, and who has received which notice.

CREATE TABLE notices (
    -- n1, n2, …; also the address on the public site.
    id TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL UNIQUE CHECK (seq >= 1),
    -- The notice whose place it is to take.
    revises TEXT REFERENCES notices (id),
    title TEXT NOT NULL,
    -- The word, for filters; the whole stage is in stage_json.
    stage TEXT NOT NULL,
    stage_json TEXT NOT NULL,
    draft_json TEXT NOT NULL,
    -- The newest version.
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);

-- What a notice ever was: one row per act.
CREATE TABLE notice_versions (
    notice_id TEXT NOT NULL REFERENCES notices (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    author TEXT REFERENCES users (id),
    at TEXT NOT NULL,
    act TEXT NOT NULL,
    stage TEXT NOT NULL,
    stage_json TEXT NOT NULL,
    draft_json TEXT NOT NULL,
    PRIMARY KEY (notice_id, version)
);

-- Members (構成団体) of unions.
CREATE TABLE union_members (
    union_code TEXT NOT NULL REFERENCES bodies (code),
    member_code TEXT NOT NULL REFERENCES bodies (code),
    PRIMARY KEY (union_code, member_code)
);
CREATE INDEX union_members_member ON union_members (member_code, union_code);

-- One receipt per notice and body, however many paths reach it. No row: not arrived.
CREATE TABLE notice_receipts (
    notice_id TEXT NOT NULL REFERENCES notices (id),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    arrived_at TEXT NOT NULL,
    read_at TEXT,
    read_by TEXT REFERENCES users (id),
    forwarded_at TEXT,
    forwarded_by TEXT REFERENCES users (id),
    completed_at TEXT,
    completed_by TEXT REFERENCES users (id),
    -- The day of the last reminder.
    reminded_on TEXT,
    PRIMARY KEY (notice_id, body_code)
);
CREATE INDEX notice_receipts_body ON notice_receipts (body_code, notice_id);

-- Every path by which a notice reached a body; the first one made the receipt.
CREATE TABLE notice_arrivals (
    notice_id TEXT NOT NULL,
    body_code TEXT NOT NULL,
    -- The body that handed it on; empty: the ministry.
    via TEXT NOT NULL,
    at TEXT NOT NULL,
    by_user TEXT REFERENCES users (id),
    PRIMARY KEY (notice_id, body_code, via),
    FOREIGN KEY (notice_id, body_code) REFERENCES notice_receipts (notice_id, body_code)
);
