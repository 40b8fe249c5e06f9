-- As 20261124090500, for the column of 20261124132000.
ALTER TABLE submission_desks ALTER COLUMN withdrawn_on TYPE TEXT COLLATE "C";
