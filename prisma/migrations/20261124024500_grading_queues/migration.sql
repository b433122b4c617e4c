-- CreateTable
CREATE TABLE "GradingQueue" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "instructions" TEXT NOT NULL DEFAULT '',
    "assignees" TEXT[],
    "gradersPerOutput" INTEGER NOT NULL,
    "overlapShare" DOUBLE PRECISION NOT NULL,
    "reservationMinutes" INTEGER NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMP(3),

    CONSTRAINT "GradingQueue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueueOutput" (
    "queueId" TEXT NOT NULL,
    "outputId" INTEGER NOT NULL,
    "isOverlap" BOOLEAN NOT NULL,
    "drawnFrom" INTEGER,
    "freshSince" TIMESTAMP(3),

    CONSTRAINT "QueueOutput_pkey" PRIMARY KEY ("queueId","outputId")
);

-- CreateTable
CREATE TABLE "Reservation" (
    "queueId" TEXT NOT NULL,
    "outputId" INTEGER NOT NULL,
    "grader" TEXT NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Reservation_pkey" PRIMARY KEY ("queueId","outputId","grader")
);

-- CreateIndex
CREATE INDEX "GradingQueue_projectId_idx" ON "GradingQueue"("projectId");

-- CreateIndex
CREATE INDEX "QueueOutput_outputId_idx" ON "QueueOutput"("outputId");

-- CreateIndex
CREATE INDEX "Reservation_outputId_idx" ON "Reservation"("outputId");

-- AddForeignKey
ALTER TABLE "GradingQueue" ADD CONSTRAINT "GradingQueue_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueueOutput" ADD CONSTRAINT "QueueOutput_queueId_fkey" FOREIGN KEY ("queueId") REFERENCES "GradingQueue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueueOutput" ADD CONSTRAINT "QueueOutput_outputId_fkey" FOREIGN KEY ("outputId") REFERENCES "Output"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_queueId_fkey" FOREIGN KEY ("queueId") REFERENCES "GradingQueue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_outputId_fkey" FOREIGN KEY ("outputId") REFERENCES "Output"("id") ON DELETE CASCADE ON UPDATE CASCADE;
