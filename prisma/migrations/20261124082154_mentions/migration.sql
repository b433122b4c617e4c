-- CreateTable
CREATE TABLE "Mention" (
    "commentId" INTEGER NOT NULL,
    "person" TEXT NOT NULL,
    "seenAt" TIMESTAMP(3),

    CONSTRAINT "Mention_pkey" PRIMARY KEY ("commentId","person")
);

-- CreateIndex
CREATE INDEX "Mention_person_idx" ON "Mention"("person");

-- AddForeignKey
ALTER TABLE "Mention" ADD CONSTRAINT "Mention_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "DriftComment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
