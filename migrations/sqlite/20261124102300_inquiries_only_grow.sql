-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER inquiry_messages_no_update BEFORE UPDATE ON inquiry_messages
BEGIN SELECT RAISE(ABORT, 'immutable: inquiry_messages'); END;
CREATE TRIGGER inquiry_messages_no_delete BEFORE DELETE ON inquiry_messages
BEGIN SELECT RAISE(ABORT, 'immutable: inquiry_messages'); END;
