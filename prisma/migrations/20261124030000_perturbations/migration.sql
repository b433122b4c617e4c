-- CreateTable
CREATE TABLE "Perturbation" (
    "id" SERIAL NOT NULL,
    "criterionId" TEXT NOT NULL,
    "revisionId" TEXT NOT NULL,
    "outputId" INTEGER NOT NULL,
    "category" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "control" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "settledBy" TEXT,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Perturbation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Perturbation_criterionId_id_idx" ON "Perturbation"("criterionId", "id");

-- CreateIndex
CREATE INDEX "Perturbation_outputId_idx" ON "Perturbation"("outputId");

-- AddForeignKey
ALTER TABLE "Perturbation" ADD CONSTRAINT "Perturbation_criterionId_fkey" FOREIGN KEY ("criterionId") REFERENCES "Criterion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Perturbation" ADD CONSTRAINT "Perturbation_outputId_fkey" FOREIGN KEY ("outputId") REFERENCES "Output"("id") ON DELETE CASCADE ON UPDATE CASCADE;
