-- AlterTable
ALTER TABLE "Revision" ADD COLUMN     "afterGrade" INTEGER NOT NULL DEFAULT 0;

-- Of wordings that there are already: as far as the clocks say. A first wording is spoken of by all grades.
UPDATE "Revision" AS r
SET "afterGrade" = COALESCE(
  (SELECT max(g.id) FROM "Grade" AS g WHERE g."projectId" = c."projectId" AND g.at < r."createdAt"), 0)
FROM "Criterion" AS c
WHERE c.id = r."criterionId" AND r.change <> 'first';
