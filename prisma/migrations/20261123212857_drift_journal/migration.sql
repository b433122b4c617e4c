-- CreateTable
CREATE TABLE "DriftEvent" (
    "id" SERIAL NOT NULL,
    "projectId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "criterionId" TEXT,
    "revisionId" TEXT,
    "by" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolvedAt" TIMESTAMP(3),
    "resolvedBy" TEXT,
    "resolution" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "DriftEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DriftComment" (
    "id" SERIAL NOT NULL,
    "eventId" INTEGER NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DriftComment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DriftEvent_projectId_id_idx" ON "DriftEvent"("projectId", "id");

-- CreateIndex
CREATE INDEX "DriftEvent_criterionId_idx" ON "DriftEvent"("criterionId");

-- CreateIndex
CREATE INDEX "DriftEvent_revisionId_idx" ON "DriftEvent"("revisionId");

-- CreateIndex
CREATE UNIQUE INDEX "DriftEvent_projectId_key_key" ON "DriftEvent"("projectId", "key");

-- CreateIndex
CREATE INDEX "DriftComment_eventId_id_idx" ON "DriftComment"("eventId", "id");

-- AddForeignKey
ALTER TABLE "DriftEvent" ADD CONSTRAINT "DriftEvent_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriftEvent" ADD CONSTRAINT "DriftEvent_criterionId_fkey" FOREIGN KEY ("criterionId") REFERENCES "Criterion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriftEvent" ADD CONSTRAINT "DriftEvent_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "Revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriftComment" ADD CONSTRAINT "DriftComment_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "DriftEvent"("id") ON DELETE CASCADE ON UPDATE CASCADE;
