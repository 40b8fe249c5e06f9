-- Which law a body follows: 規則7条 (local) or 番号法28条 (administrative).

ALTER TABLE bodies ADD COLUMN regime TEXT NOT NULL DEFAULT 'local'
    CHECK (regime IN ('local', 'administrative'));
