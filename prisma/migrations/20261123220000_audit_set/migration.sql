-- CreateTable
CREATE TABLE "AuditSet" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "assertionIds" INTEGER[],
    "outputIds" INTEGER[],
    "pool" INTEGER NOT NULL,
    "seed" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "spentAt" TIMESTAMP(3),
    "evaluatorNumber" INTEGER,

    CONSTRAINT "AuditSet_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditSet_projectId_idx" ON "AuditSet"("projectId");

-- Of those that are not spent a project has one, however many people start one at once.
CREATE UNIQUE INDEX "AuditSet_one_open" ON "AuditSet"("projectId") WHERE "spentAt" IS NULL;

-- AddForeignKey
ALTER TABLE "AuditSet" ADD CONSTRAINT "AuditSet_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
