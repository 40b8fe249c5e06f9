-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER consultations_no_update BEFORE UPDATE ON consultations
BEGIN SELECT RAISE(ABORT, 'immutable: consultations'); END;
CREATE TRIGGER consultations_no_delete BEFORE DELETE ON consultations
BEGIN SELECT RAISE(ABORT, 'immutable: consultations'); END;

CREATE TRIGGER consultation_phrases_no_update BEFORE UPDATE ON consultation_phrases
BEGIN SELECT RAISE(ABORT, 'immutable: consultation_phrases'); END;
CREATE TRIGGER consultation_phrases_no_delete BEFORE DELETE ON consultation_phrases
BEGIN SELECT RAISE(ABORT, 'immutable: consultation_phrases'); END;

CREATE TRIGGER consultation_results_no_update BEFORE UPDATE ON consultation_results
BEGIN SELECT RAISE(ABORT, 'immutable: consultation_results'); END;
CREATE TRIGGER consultation_results_no_delete BEFORE DELETE ON consultation_results
BEGIN SELECT RAISE(ABORT, 'immutable: consultation_results'); END;

CREATE TRIGGER opinions_no_update BEFORE UPDATE ON opinions
BEGIN SELECT RAISE(ABORT, 'immutable: opinions'); END;
CREATE TRIGGER opinions_no_delete BEFORE DELETE ON opinions
BEGIN SELECT RAISE(ABORT, 'immutable: opinions'); END;

CREATE TRIGGER opinion_answers_no_update BEFORE UPDATE ON opinion_answers
BEGIN SELECT RAISE(ABORT, 'immutable: opinion_answers'); END;
CREATE TRIGGER opinion_answers_no_delete BEFORE DELETE ON opinion_answers
BEGIN SELECT RAISE(ABORT, 'immutable: opinion_answers'); END;

CREATE TRIGGER opinion_masks_no_update BEFORE UPDATE ON opinion_masks
BEGIN SELECT RAISE(ABORT, 'immutable: opinion_masks'); END;
CREATE TRIGGER opinion_masks_no_delete BEFORE DELETE ON opinion_masks
BEGIN SELECT RAISE(ABORT, 'immutable: opinion_masks'); END;

-- Contacts can be erased, and nothing else of them changed.
CREATE TRIGGER opinion_contacts_only_erased BEFORE UPDATE ON opinion_contacts
WHEN NEW.erased_at IS NULL
BEGIN SELECT RAISE(ABORT, 'immutable: opinion_contacts'); END;
CREATE TRIGGER opinion_contacts_no_delete BEFORE DELETE ON opinion_contacts
BEGIN SELECT RAISE(ABORT, 'immutable: opinion_contacts'); END;
