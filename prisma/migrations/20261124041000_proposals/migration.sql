-- AlterTable
ALTER TABLE "Assertion" ADD COLUMN     "isProposed" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Proposal" (
    "id" SERIAL NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "criterionId" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    "base" JSONB NOT NULL,
    "basedAt" TIMESTAMP(3) NOT NULL,
    "title" TEXT NOT NULL,
    "why" TEXT NOT NULL DEFAULT '',
    "author" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL DEFAULT 'open',
    "settledBy" TEXT,
    "settledAt" TIMESTAMP(3),
    "outcome" JSONB,
    "evaluatorNumber" INTEGER,

    CONSTRAINT "Proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProposalReview" (
    "id" SERIAL NOT NULL,
    "proposalId" INTEGER NOT NULL,
    "person" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProposalReview_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Proposal_criterionId_idx" ON "Proposal"("criterionId");

-- CreateIndex
CREATE UNIQUE INDEX "Proposal_projectId_number_key" ON "Proposal"("projectId", "number");

-- CreateIndex
CREATE INDEX "ProposalReview_proposalId_id_idx" ON "ProposalReview"("proposalId", "id");

-- AddForeignKey
ALTER TABLE "Proposal" ADD CONSTRAINT "Proposal_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Proposal" ADD CONSTRAINT "Proposal_criterionId_fkey" FOREIGN KEY ("criterionId") REFERENCES "Criterion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProposalReview" ADD CONSTRAINT "ProposalReview_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;
