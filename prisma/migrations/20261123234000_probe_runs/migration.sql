-- CreateTable
CREATE TABLE "ProbeRun" (
    "id" SERIAL NOT NULL,
    "assertionId" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "results" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProbeRun_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ProbeRun_assertionId_id_idx" ON "ProbeRun"("assertionId", "id");

-- AddForeignKey
ALTER TABLE "ProbeRun" ADD CONSTRAINT "ProbeRun_assertionId_fkey" FOREIGN KEY ("assertionId") REFERENCES "Assertion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
