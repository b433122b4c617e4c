-- AlterTable
ALTER TABLE "Grade" ADD COLUMN     "undoes" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Grade_projectId_grader_undoes_key" ON "Grade"("projectId", "grader", "undoes");

-- AddForeignKey
ALTER TABLE "Grade" ADD CONSTRAINT "Grade_projectId_grader_undoes_fkey" FOREIGN KEY ("projectId", "grader", "undoes") REFERENCES "Grade"("projectId", "grader", "key") ON DELETE CASCADE ON UPDATE CASCADE;
