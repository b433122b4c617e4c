-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN     "isDone" BOOLEAN NOT NULL DEFAULT true;

-- A line that is done is neither changed nor deleted, but with its project.
CREATE FUNCTION "keep_audit_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD."projectId" IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM "Project" WHERE id = OLD."projectId") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'A line of the audit log that is done is neither changed nor deleted.';
END
$$;

CREATE TRIGGER "keep_audit_entry" BEFORE UPDATE OR DELETE ON "AuditEntry"
  FOR EACH ROW WHEN (OLD."isDone") EXECUTE FUNCTION "keep_audit_entry"();
