-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "runBudget" DOUBLE PRECISION,
ADD COLUMN     "runFrom" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "SpendingHold" (
    "id" SERIAL NOT NULL,
    "projectId" TEXT NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SpendingHold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SpendingHold_projectId_idx" ON "SpendingHold"("projectId");

-- AddForeignKey
ALTER TABLE "SpendingHold" ADD CONSTRAINT "SpendingHold_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
