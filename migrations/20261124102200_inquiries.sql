-- Questions of bodies to the desks, and what both sides agreed to make public.

CREATE TABLE inquiries (
    number BIGINT NOT NULL PRIMARY KEY CHECK (number >= 1),
    body_code TEXT NOT NULL REFERENCES bodies (code),
    category TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed', 'reopened')),
    -- Raised by every act.
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    created_by TEXT REFERENCES users (id),
    changed_at TEXT NOT NULL,
    -- A word of the form, so that sending it twice asks once.
    once TEXT NOT NULL,
    UNIQUE (created_by, once)
);
CREATE INDEX inquiries_body ON inquiries (body_code, number);
CREATE INDEX inquiries_category ON inquiries (category, number);

CREATE TABLE inquiry_messages (
    number BIGINT NOT NULL REFERENCES inquiries (number),
    ordinal BIGINT NOT NULL CHECK (ordinal >= 1),
    side TEXT NOT NULL CHECK (side IN ('asker', 'desk')),
    -- message, closed, reassigned, removed
    kind TEXT NOT NULL,
    author TEXT REFERENCES users (id),
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (number, ordinal)
);

-- The text for the public, with the consents to this very text.
CREATE TABLE inquiry_qa (
    number BIGINT NOT NULL PRIMARY KEY REFERENCES inquiries (number),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    asker_by TEXT REFERENCES users (id),
    asker_at TEXT,
    desk_by TEXT REFERENCES users (id),
    desk_at TEXT,
    -- The day since when it is public; NULL: it is not.
    published_on TEXT
);
CREATE INDEX inquiry_qa_published ON inquiry_qa (published_on, number);
