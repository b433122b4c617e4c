-- CreateTable
CREATE TABLE "Comparison" (
    "id" SERIAL NOT NULL,
    "projectId" TEXT NOT NULL,
    "criterionId" TEXT NOT NULL,
    "revisionId" TEXT NOT NULL,
    "leftId" INTEGER NOT NULL,
    "rightId" INTEGER NOT NULL,
    "winner" TEXT NOT NULL,
    "grader" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Comparison_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Comparison_key_key" ON "Comparison"("key");

-- CreateIndex
CREATE INDEX "Comparison_projectId_criterionId_id_idx" ON "Comparison"("projectId", "criterionId", "id");

-- CreateIndex
CREATE INDEX "Comparison_criterionId_idx" ON "Comparison"("criterionId");

-- CreateIndex
CREATE INDEX "Comparison_revisionId_idx" ON "Comparison"("revisionId");

-- CreateIndex
CREATE INDEX "Comparison_leftId_idx" ON "Comparison"("leftId");

-- CreateIndex
CREATE INDEX "Comparison_rightId_idx" ON "Comparison"("rightId");

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_criterionId_fkey" FOREIGN KEY ("criterionId") REFERENCES "Criterion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "Revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_leftId_fkey" FOREIGN KEY ("leftId") REFERENCES "Output"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_rightId_fkey" FOREIGN KEY ("rightId") REFERENCES "Output"("id") ON DELETE CASCADE ON UPDATE CASCADE;
