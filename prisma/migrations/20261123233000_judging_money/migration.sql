-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "budget" DOUBLE PRECISION,
ADD COLUMN     "pauseKind" TEXT,
ADD COLUMN     "pauseReason" TEXT,
ADD COLUMN     "pausedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "ModelPrice" (
    "model" TEXT NOT NULL,
    "in" DOUBLE PRECISION NOT NULL,
    "out" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "ModelPrice_pkey" PRIMARY KEY ("model")
);
