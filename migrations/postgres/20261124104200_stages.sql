-- Stages of the short path as stages of the whole procedure. The text is what the program
-- itself writes, byte for byte: it compares stages as text. `json`, unlike `jsonb`, keeps the
-- order and the spelling of what it is given.

-- Where the wall between bodies stands already, it must be open for this.
SET LOCAL hyokasho.scope = 'everything';

UPDATE assessments SET stage_json =
    '{"stage":"draft"'
    || COALESCE(',"returned":' || (stage_json::json -> 'returned')::text, '')
    || ',"origin":{"kind":"' || CASE WHEN EXISTS
        (SELECT 1 FROM editions e WHERE e.assessment_id = assessments.id)
        THEN 'amendment' ELSE 'new' END || '"}}'
WHERE stage = 'draft';

UPDATE assessments SET stage_json =
    '{"stage":"in-review","submitted":{"revision":' || (stage_json::json ->> 'revision')
    || ',"by":' || (stage_json::json -> 'by')::text
    || ',"at":' || (stage_json::json -> 'at')::text || '}'
    || ',"round":{"origin":{"kind":"' || CASE WHEN EXISTS
        (SELECT 1 FROM editions e WHERE e.assessment_id = assessments.id)
        THEN 'amendment' ELSE 'new' END || '"}}}'
WHERE stage = 'in-review';

-- 承認済み has no place in the procedure of a local government: it was the check in the house.
UPDATE assessments SET stage = 'in-review', stage_json =
    '{"stage":"in-review","submitted":' || (stage_json::json -> 'submitted')::text
    || ',"checked":{"by":' || (stage_json::json -> 'approved_by')::text
    || ',"at":' || (stage_json::json -> 'approved_at')::text || '}'
    || ',"round":{"origin":{"kind":"' || CASE WHEN EXISTS
        (SELECT 1 FROM editions e WHERE e.assessment_id = assessments.id)
        THEN 'amendment' ELSE 'new' END || '"}}}'
WHERE stage = 'approved';
