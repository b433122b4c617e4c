-- CreateTable
CREATE TABLE "Presence" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Presence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Presence_projectId_until_idx" ON "Presence"("projectId", "until");

-- AddForeignKey
ALTER TABLE "Presence" ADD CONSTRAINT "Presence_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
