-- Where an act came from, and how its row is hashed: rows of the first kind stay as they are.

ALTER TABLE audit ADD COLUMN origin TEXT;
ALTER TABLE audit ADD COLUMN link BIGINT NOT NULL DEFAULT 1;
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_action ON audit (action, seq);

-- What somebody outside the body has read in full: a row a day, so that the trail has one too.
CREATE TABLE withheld_readings (
    user_id TEXT NOT NULL REFERENCES users (id),
    -- The key of the assessment, as 011002/1/zenkomoku.
    subject TEXT NOT NULL,
    revision BIGINT NOT NULL,
    -- The day in Japan.
    day TEXT NOT NULL,
    PRIMARY KEY (user_id, subject, revision, day)
);
