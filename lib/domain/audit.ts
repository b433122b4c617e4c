import { z } from "zod";

/** What a change is about. */
export const AuditKind = z.enum([
  "project",
  "criteria",
  "assertions",
  "grading",
  "drift",
  "evaluators",
  "people",
  "models",
]);
export type AuditKind = z.infer<typeof AuditKind>;

/** Who changed what. The names are those of the time of the change: what they name may be gone. */
export type AuditEntry = {
  readonly id: number;
  readonly at: Date;
  readonly by: string;
  /** A program did it with a token of the person. */
  readonly isProgram: boolean;
  readonly kind: AuditKind;
  /** "FFR limit 10 % → 20 %" */
  readonly did: string;
  /** "criterion Polite"; empty: the words say it. */
  readonly about: string;
};

/** The same with names for ids of people. */
export type NamedAuditEntry = AuditEntry & { readonly name: string };

/** What of the log is shown; null: everything. */
export const AuditFilter = z.object({ by: z.string().max(64).nullable(), kind: AuditKind.nullable() });
export type AuditFilter = z.infer<typeof AuditFilter>;

/** A page of the log, newest first. */
export type AuditPage = {
  readonly entries: readonly NamedAuditEntry[];
  readonly filter: AuditFilter;
  /** Everybody who stands in the log. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** The entries older than this one stand on the next page; null: there are none. */
  readonly before: number | null;
  /** How many there are in all, under the filter. */
  readonly total: number;
};

/** "10 % → 20 %"; what it was before is left out where it is not known. */
export const sayMove = (from: string | null | undefined, to: string): string =>
  from === null || from === undefined ? to : `${from} → ${to}`;
