-- The second wall between bodies: a transaction sees the rows of the scope it declared
-- (`SET LOCAL hyokasho.scope`), and none when it declared nothing. The first wall is the
-- program's table of rights. Owners are bound too (FORCE); superusers are not.

CREATE FUNCTION in_scope(code TEXT) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
    SELECT COALESCE(current_setting('hyokasho.scope', true) IN ('everything', code), false)
$$;

DO $$
DECLARE
    walled TEXT;
BEGIN
    -- Tables that say themselves whose their rows are.
    FOREACH walled IN ARRAY ARRAY[
        'assessments', 'withheld_phrases', 'finding_waivers', 'schedule_failures',
        'change_decisions', 'change_rows', 'agencies', 'affairs', 'incidents', 'plan_submissions',
        'consultation_phrases', 'opinions', 'opinion_contacts', 'opinion_answers',
        'opinion_masks', 'submission_desks', 'plan_receipts'
    ]
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_body ON %I USING (in_scope(body_code))', walled);
    END LOOP;
    -- Tables whose rows belong to an assessment: who sees it sees them.
    FOREACH walled IN ARRAY ARRAY[
        'revisions', 'answers', 'engagements', 'handovers', 'review_comments', 'review_drafts',
        'review_verdicts', 'review_responses', 'submissions', 'submission_advice'
    ]
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format(
            'CREATE POLICY own_body ON %I USING (in_scope(NULL) OR EXISTS (
                 SELECT 1 FROM assessments
                 WHERE assessments.id = %I.assessment_id AND in_scope(assessments.body_code)))',
            walled, walled
        );
    END LOOP;
    -- What the commission keeps for itself: no body's.
    FOREACH walled IN ARRAY ARRAY['submission_notes', 'span_judgements']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY no_body ON %I USING (in_scope(NULL))', walled);
    END LOOP;
END
$$;
