-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "isReviewRequired" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Proposal" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ALTER COLUMN "criterionId" DROP NOT NULL,
ALTER COLUMN "base" DROP NOT NULL;
