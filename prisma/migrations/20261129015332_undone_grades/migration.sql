-- AlterTable
ALTER TABLE "Grade" ADD COLUMN     "undoes" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Grade_undoes_key" ON "Grade"("undoes");

-- AddForeignKey
ALTER TABLE "Grade" ADD CONSTRAINT "Grade_undoes_fkey" FOREIGN KEY ("undoes") REFERENCES "Grade"("key") ON DELETE CASCADE ON UPDATE CASCADE;
