-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "decidingBy" TEXT;
