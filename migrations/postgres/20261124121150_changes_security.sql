-- Decisions on changes, and the rows written of them, are their body's own.

DO $$
DECLARE
    walled TEXT;
BEGIN
    FOREACH walled IN ARRAY ARRAY['change_decisions', 'change_rows']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_body ON %I USING (in_scope(body_code))', walled);
    END LOOP;
END
$$;
