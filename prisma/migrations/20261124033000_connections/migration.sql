-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "callsAtOnce" INTEGER NOT NULL DEFAULT 16,
ADD COLUMN     "requestsPerMinute" INTEGER,
ADD COLUMN     "tokensPerMinute" INTEGER,
ADD COLUMN     "capabilities" JSONB;

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "writingBy" TEXT,
ADD COLUMN     "judgingBy" TEXT;

-- CreateTable
CREATE TABLE "TaskConnection" (
    "task" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,

    CONSTRAINT "TaskConnection_pkey" PRIMARY KEY ("task")
);

-- CreateIndex
CREATE UNIQUE INDEX "Connection_name_key" ON "Connection"("name");
