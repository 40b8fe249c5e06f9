-- Local governments, the people who work for them, and how people get in.
-- Times are RFC 3339 in UTC with a fixed width; truth is 0 or 1.

CREATE TABLE bodies (
    code TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 6),
    prefecture_code TEXT NOT NULL CHECK (length(prefecture_code) = 2),
    prefecture_name TEXT NOT NULL,
    name TEXT NOT NULL,
    kana TEXT NOT NULL,
    kind TEXT NOT NULL
);
CREATE INDEX bodies_prefecture ON bodies (prefecture_code, code);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    role TEXT NOT NULL,
    body_code TEXT REFERENCES bodies (code),
    -- A PHC string; NULL until the invitation is accepted.
    password_hash TEXT,
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT users_active_has_password CHECK (state <> 'active' OR password_hash IS NOT NULL)
);
CREATE INDEX users_body ON users (body_code, email);

CREATE TABLE invitations (
    -- SHA-256 of the one-time token, which is stored nowhere.
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL,
    created_by TEXT REFERENCES users (id),
    expires_at TEXT NOT NULL,
    used_at TEXT
);
CREATE INDEX invitations_user ON invitations (user_id);

CREATE TABLE sessions (
    -- SHA-256 of the id in the cookie.
    id_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    csrf TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Failed sign-ins by account and by network address.
CREATE TABLE sign_in_attempts (
    throttle_key TEXT NOT NULL PRIMARY KEY,
    window_start TEXT NOT NULL,
    failures BIGINT NOT NULL CHECK (failures >= 0),
    blocked_until TEXT
);
CREATE INDEX sign_in_attempts_window ON sign_in_attempts (window_start);
