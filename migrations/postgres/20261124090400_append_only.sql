-- These tables only grow. The program reads the word "immutable" in the message.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'immutable: %', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER revisions_no_change BEFORE UPDATE OR DELETE ON revisions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER revisions_no_truncate BEFORE TRUNCATE ON revisions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER answers_no_change BEFORE UPDATE OR DELETE ON answers
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER answers_no_truncate BEFORE TRUNCATE ON answers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER editions_no_change BEFORE UPDATE OR DELETE ON editions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER editions_no_truncate BEFORE TRUNCATE ON editions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER withheld_phrases_no_change BEFORE UPDATE OR DELETE ON withheld_phrases
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER withheld_phrases_no_truncate BEFORE TRUNCATE ON withheld_phrases
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
