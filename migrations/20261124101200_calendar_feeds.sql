-- Secret addresses under which a calendar program reads what is due.

CREATE TABLE calendar_feeds (
    -- SHA-256 of the token in the address, which is stored nowhere.
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL
);
CREATE INDEX calendar_feeds_user ON calendar_feeds (user_id);
