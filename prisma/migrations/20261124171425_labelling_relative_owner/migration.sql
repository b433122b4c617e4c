-- AlterTable
ALTER TABLE "Criterion" ADD COLUMN     "isRelative" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ownedBy" TEXT;

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "labelling" TEXT NOT NULL DEFAULT 'majority';
