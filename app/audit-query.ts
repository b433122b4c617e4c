import { z } from "zod";
import { AuditFilter, AuditKind } from "@/lib/domain/audit";

type Search = Readonly<Record<string, string | string[] | undefined>>;

/** What of an audit log an address asks for; what makes no sense in it is left out. */
export function auditQuery(search: Search): { readonly filter: AuditFilter; readonly before: number | null } {
  const chosen = (name: string) => (search[name] === "" ? null : (search[name] ?? null));
  return {
    filter: {
      by: AuditFilter.shape.by.catch(null).parse(chosen("by")),
      kind: AuditKind.nullable().catch(null).parse(chosen("kind")),
    },
    before: z.coerce.number().int().positive().nullable().catch(null).parse(chosen("before")),
  };
}
