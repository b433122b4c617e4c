-- AlterTable
ALTER TABLE "Output" ADD COLUMN     "suspicions" TEXT;

-- CreateTable
CREATE TABLE "CanaryRun" (
    "id" SERIAL NOT NULL,
    "assertionId" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "results" JSONB NOT NULL,
    "isTrusted" BOOLEAN NOT NULL,
    "after" BIGINT NOT NULL,
    "upTo" BIGINT NOT NULL,
    "outputs" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CanaryRun_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CanaryRun_assertionId_upTo_idx" ON "CanaryRun"("assertionId", "upTo");

-- AddForeignKey
ALTER TABLE "CanaryRun" ADD CONSTRAINT "CanaryRun_assertionId_fkey" FOREIGN KEY ("assertionId") REFERENCES "Assertion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
