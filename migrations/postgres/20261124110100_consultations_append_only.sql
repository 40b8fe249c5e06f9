-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER consultations_no_change BEFORE UPDATE OR DELETE ON consultations
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consultations_no_truncate BEFORE TRUNCATE ON consultations
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER consultation_phrases_no_change BEFORE UPDATE OR DELETE ON consultation_phrases
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consultation_phrases_no_truncate BEFORE TRUNCATE ON consultation_phrases
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER consultation_results_no_change BEFORE UPDATE OR DELETE ON consultation_results
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consultation_results_no_truncate BEFORE TRUNCATE ON consultation_results
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER opinions_no_change BEFORE UPDATE OR DELETE ON opinions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opinions_no_truncate BEFORE TRUNCATE ON opinions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER opinion_answers_no_change BEFORE UPDATE OR DELETE ON opinion_answers
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opinion_answers_no_truncate BEFORE TRUNCATE ON opinion_answers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER opinion_masks_no_change BEFORE UPDATE OR DELETE ON opinion_masks
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opinion_masks_no_truncate BEFORE TRUNCATE ON opinion_masks
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Contacts can be erased, and nothing else of them changed.
-- (No WHEN: a trigger that names a column keeps later migrations from changing its type.)
CREATE FUNCTION refuse_all_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.erased_at IS NULL THEN
        RAISE EXCEPTION 'immutable: %', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER opinion_contacts_only_erased BEFORE UPDATE ON opinion_contacts
FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasing();
CREATE TRIGGER opinion_contacts_no_delete BEFORE DELETE ON opinion_contacts
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opinion_contacts_no_truncate BEFORE TRUNCATE ON opinion_contacts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
