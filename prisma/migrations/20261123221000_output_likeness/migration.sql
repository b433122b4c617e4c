-- AlterTable
ALTER TABLE "Output" ADD COLUMN     "likeness" TEXT;

-- CreateIndex
CREATE INDEX "Output_projectId_likeness_idx" ON "Output"("projectId", "likeness");
