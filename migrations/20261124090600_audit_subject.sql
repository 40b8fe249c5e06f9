-- The acts on one assessment or person, newest first.

CREATE INDEX audit_subject ON audit (body_code, subject, seq);
