-- AlterTable
ALTER TABLE "LlmCall" ADD COLUMN     "readAs" TEXT;
