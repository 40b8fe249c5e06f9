-- Stages of the short path as stages of the whole procedure. The text is what the program
-- itself writes, byte for byte: it compares stages as text.

-- A return in the house stays one; the edition before it was made by a revision of its own.
UPDATE assessments SET stage_json =
    '{"stage":"draft"'
    || CASE WHEN json_extract(stage_json, '$.returned') IS NULL THEN ''
        ELSE ',"returned":' || json_extract(stage_json, '$.returned') END
    || ',"origin":{"kind":"' || CASE WHEN EXISTS
        (SELECT 1 FROM editions e WHERE e.assessment_id = assessments.id)
        THEN 'amendment' ELSE 'new' END || '"}}'
WHERE stage = 'draft';

UPDATE assessments SET stage_json =
    '{"stage":"in-review","submitted":'
    || json_object('revision', json_extract(stage_json, '$.revision'),
        'by', json_extract(stage_json, '$.by'), 'at', json_extract(stage_json, '$.at'))
    || ',"round":{"origin":{"kind":"' || CASE WHEN EXISTS
        (SELECT 1 FROM editions e WHERE e.assessment_id = assessments.id)
        THEN 'amendment' ELSE 'new' END || '"}}}'
WHERE stage = 'in-review';

-- 承認済み has no place in the procedure of a local government: it was the check in the house.
UPDATE assessments SET stage = 'in-review', stage_json =
    '{"stage":"in-review","submitted":' || json_extract(stage_json, '$.submitted')
    || ',"checked":' || json_object('by', json_extract(stage_json, '$.approved_by'),
        'at', json_extract(stage_json, '$.approved_at'))
    || ',"round":{"origin":{"kind":"' || CASE WHEN EXISTS
        (SELECT 1 FROM editions e WHERE e.assessment_id = assessments.id)
        THEN 'amendment' ELSE 'new' END || '"}}}'
WHERE stage = 'approved';
