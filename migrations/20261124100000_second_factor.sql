-- The second factor of a sign-in (RFC 6238), and what a session says about itself.

-- The confirmed secret of a person. The server must compute with it, so it is kept as it is:
-- docs/decisions/0006.
CREATE TABLE second_factors (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    -- Base32 without padding.
    secret TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- The last time step whose code was taken; codes of it and of earlier ones are refused.
    last_step BIGINT NOT NULL
);

-- A secret that was shown and is not confirmed by a code yet.
CREATE TABLE second_factor_drafts (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    secret TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    -- SHA-256 of the code, which is stored nowhere.
    code_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (user_id, code_hash)
);

-- 1: the password was right and the second factor is still to come.
ALTER TABLE sessions ADD COLUMN half_open BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
