-- CreateTable
CREATE TABLE "Remark" (
    "id" SERIAL NOT NULL,
    "projectId" TEXT NOT NULL,
    "outputId" INTEGER NOT NULL,
    "grader" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Remark_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Remark_key_key" ON "Remark"("key");

-- CreateIndex
CREATE INDEX "Remark_projectId_id_idx" ON "Remark"("projectId", "id");

-- CreateIndex
CREATE INDEX "Remark_outputId_idx" ON "Remark"("outputId");

-- AddForeignKey
ALTER TABLE "Remark" ADD CONSTRAINT "Remark_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Remark" ADD CONSTRAINT "Remark_outputId_fkey" FOREIGN KEY ("outputId") REFERENCES "Output"("id") ON DELETE CASCADE ON UPDATE CASCADE;
