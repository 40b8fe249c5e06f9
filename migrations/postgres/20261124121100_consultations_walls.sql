-- The second wall between bodies, around what residents wrote and who they are, and around
-- what a version shown withholds (see row_level_security). The public form and the builder of
-- the site declare everything as their scope.

DO $$
DECLARE
    walled TEXT;
BEGIN
    FOREACH walled IN ARRAY ARRAY[
        'consultation_phrases', 'opinions', 'opinion_contacts', 'opinion_answers', 'opinion_masks'
    ]
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_body ON %I USING (in_scope(body_code))', walled);
    END LOOP;
END
$$;
