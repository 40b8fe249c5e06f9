-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER inquiry_messages_no_change BEFORE UPDATE OR DELETE ON inquiry_messages
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER inquiry_messages_no_truncate BEFORE TRUNCATE ON inquiry_messages
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
