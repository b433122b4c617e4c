-- AlterTable
ALTER TABLE "DriftEvent" ADD COLUMN     "recheck" JSONB;
