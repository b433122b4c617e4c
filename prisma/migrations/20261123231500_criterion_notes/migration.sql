-- What judges are told beside the wording of a criterion.
ALTER TABLE "Criterion" ADD COLUMN "notes" TEXT NOT NULL DEFAULT '';
