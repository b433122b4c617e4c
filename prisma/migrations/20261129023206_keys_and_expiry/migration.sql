-- DropIndex
DROP INDEX "Comparison_key_key";

-- DropIndex
DROP INDEX "Grade_key_key";

-- DropIndex
DROP INDEX "Remark_key_key";

-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN     "expiresAt" TIMESTAMP(3);

-- CreateIndex
CREATE UNIQUE INDEX "Comparison_projectId_grader_key_key" ON "Comparison"("projectId", "grader", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Grade_projectId_grader_key_key" ON "Grade"("projectId", "grader", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Remark_projectId_grader_key_key" ON "Remark"("projectId", "grader", "key");
