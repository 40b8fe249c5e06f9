-- These tables only grow. The program reads the word "immutable" in the message.

CREATE TRIGGER notice_versions_no_change BEFORE UPDATE OR DELETE ON notice_versions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_versions_no_truncate BEFORE TRUNCATE ON notice_versions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER notice_arrivals_no_change BEFORE UPDATE OR DELETE ON notice_arrivals
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_arrivals_no_truncate BEFORE TRUNCATE ON notice_arrivals
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
