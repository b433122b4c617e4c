import { z } from "zod";

/** Branded, so that one kind of id cannot stand in for another. Counted things have integer ids. */
export const ProjectId = z.string().min(1).max(64).brand<"ProjectId">();
export type ProjectId = z.infer<typeof ProjectId>;

const rowId = z.number().int().positive();

export const OutputId = rowId.brand<"OutputId">();
export type OutputId = z.infer<typeof OutputId>;

export const CriterionId = z.string().min(1).max(64).brand<"CriterionId">();
export type CriterionId = z.infer<typeof CriterionId>;

export const RevisionId = z.string().min(1).max(64).brand<"RevisionId">();
export type RevisionId = z.infer<typeof RevisionId>;

export const AssertionId = rowId.brand<"AssertionId">();
export type AssertionId = z.infer<typeof AssertionId>;

export const GradeId = rowId.brand<"GradeId">();
export type GradeId = z.infer<typeof GradeId>;

export const QueueId = z.string().min(1).max(64).brand<"QueueId">();
export type QueueId = z.infer<typeof QueueId>;
