ALTER TABLE "Import" ADD COLUMN     "startedBy" TEXT NOT NULL DEFAULT 'local';
