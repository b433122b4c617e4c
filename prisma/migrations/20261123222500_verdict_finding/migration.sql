-- What a judge found out before its rule made a verdict of it.
ALTER TABLE "Verdict" ADD COLUMN "finding" JSONB;
