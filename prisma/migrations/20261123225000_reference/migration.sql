-- CreateTable
CREATE TABLE "Reference" (
    "id" SERIAL NOT NULL,
    "outputId" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "verifiedBy" TEXT,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Reference_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Reference_outputId_id_idx" ON "Reference"("outputId", "id");

-- AddForeignKey
ALTER TABLE "Reference" ADD CONSTRAINT "Reference_outputId_fkey" FOREIGN KEY ("outputId") REFERENCES "Output"("id") ON DELETE CASCADE ON UPDATE CASCADE;
