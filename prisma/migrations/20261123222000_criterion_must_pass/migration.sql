-- AlterTable
ALTER TABLE "Criterion" ADD COLUMN     "mustPass" BOOLEAN NOT NULL DEFAULT false;
