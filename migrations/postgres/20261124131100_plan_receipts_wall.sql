-- The second wall for receipts of plans, and the order of bytes for what is compared.

ALTER TABLE plan_receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_receipts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_body ON plan_receipts USING (in_scope(body_code));

ALTER TABLE plan_receipts ALTER COLUMN assessment_id TYPE TEXT COLLATE "C";
ALTER TABLE plan_receipts ALTER COLUMN receipt_number TYPE TEXT COLLATE "C";
ALTER TABLE plan_receipts ALTER COLUMN received_on TYPE TEXT COLLATE "C";
ALTER TABLE plan_receipts ALTER COLUMN recorded_at TYPE TEXT COLLATE "C";
