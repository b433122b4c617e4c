-- AlterTable
ALTER TABLE "LlmCall" ADD COLUMN     "assertionId" INTEGER,
ADD COLUMN     "outputId" INTEGER;

-- CreateTable
CREATE TABLE "JudgeFinding" (
    "key" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "finding" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "JudgeFinding_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "LlmCall_outputId_assertionId_idx" ON "LlmCall"("outputId", "assertionId");
