-- Where a candidate comes from, and why the program took it out of play.
ALTER TABLE "Assertion" ADD COLUMN "parentId" INTEGER,
ADD COLUMN "retiredWhy" TEXT;
