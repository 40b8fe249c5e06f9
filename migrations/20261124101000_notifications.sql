-- What people are told, and the mail that follows. Never text of answers, opinions or contacts.

CREATE TABLE notifications (
    -- Sorts by time.
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- To whom: one person, or a role (of a body, or of nobody's), found when it is read, so
    -- that whoever takes the role over sees it. The role may be "commission" for all its staff.
    to_user TEXT REFERENCES users (id),
    to_role TEXT,
    to_body TEXT REFERENCES bodies (code),
    -- Whose thing it is about.
    body_code TEXT REFERENCES bodies (code),
    subject_kind TEXT NOT NULL,
    -- The key of the thing, as 011002/1/zenkomoku.
    subject TEXT NOT NULL,
    -- Until when, where there is a day.
    due_on TEXT,
    -- Who caused it and need not be told.
    by_user TEXT,
    -- What has been told under a key is not told again.
    dedupe TEXT UNIQUE,
    created_at TEXT NOT NULL,
    CONSTRAINT notifications_recipient CHECK ((to_user IS NULL) <> (to_role IS NULL)),
    CONSTRAINT notifications_body CHECK (to_body IS NULL OR to_role IS NOT NULL)
);
CREATE INDEX notifications_user ON notifications (to_user, id);
CREATE INDEX notifications_role ON notifications (to_role, to_body, id);

CREATE TABLE notification_reads (
    notification_id TEXT NOT NULL REFERENCES notifications (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    read_at TEXT NOT NULL,
    PRIMARY KEY (user_id, notification_id)
);

-- What somebody chose against the default of a kind.
CREATE TABLE mail_preferences (
    user_id TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    wanted BIGINT NOT NULL CHECK (wanted IN (0, 1)),
    PRIMARY KEY (user_id, kind)
);

-- Mail to be sent. The address is that of the account at the time of sending.
CREATE TABLE mail_outbox (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    -- What it tells of; else it has a subject and a text of its own, as with a one-time link.
    notification_id TEXT REFERENCES notifications (id),
    subject TEXT,
    -- Erased when the mail is sent or given up.
    text TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    -- Not before; while it is being sent: when the lease ends.
    run_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    error TEXT,
    UNIQUE (notification_id, user_id),
    CONSTRAINT mail_outbox_content CHECK ((notification_id IS NULL) <> (subject IS NULL))
);
CREATE INDEX mail_outbox_due ON mail_outbox (state, run_at);
