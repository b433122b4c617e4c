-- AlterTable
ALTER TABLE "LlmCall" ADD COLUMN     "asked" TEXT;
