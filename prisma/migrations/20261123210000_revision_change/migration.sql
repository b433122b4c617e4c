-- AlterTable
ALTER TABLE "Revision" ADD COLUMN     "change" TEXT NOT NULL DEFAULT 'meaning';

-- Until now every edit made grades stale, and only the first wording was no edit.
UPDATE "Revision" SET "change" = 'first' WHERE "number" = 1;
