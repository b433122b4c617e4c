-- AlterTable
ALTER TABLE "Revision" ADD COLUMN     "examples" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "ffrLimit" DOUBLE PRECISION;

-- Which limit was in force under older revisions was not kept: all begin with the one that is in force.
UPDATE "Revision" r SET "ffrLimit" = c."ffrLimit" FROM "Criterion" c WHERE c.id = r."criterionId";

ALTER TABLE "Revision" ALTER COLUMN "ffrLimit" SET NOT NULL;

-- CreateTable
CREATE TABLE "LimitChange" (
    "id" SERIAL NOT NULL,
    "criterionId" TEXT NOT NULL,
    "revisionId" TEXT NOT NULL,
    "from" DOUBLE PRECISION NOT NULL,
    "to" DOUBLE PRECISION NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LimitChange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LimitChange_criterionId_idx" ON "LimitChange"("criterionId");

-- CreateIndex
CREATE INDEX "LimitChange_revisionId_idx" ON "LimitChange"("revisionId");

-- AddForeignKey
ALTER TABLE "LimitChange" ADD CONSTRAINT "LimitChange_criterionId_fkey" FOREIGN KEY ("criterionId") REFERENCES "Criterion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LimitChange" ADD CONSTRAINT "LimitChange_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "Revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;
