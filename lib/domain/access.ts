import { z } from "zod";
import type { ProjectId } from "./ids";

/** The part of a person in a project, from what may least to what may most: each may what those before it may. */
export const Role = z.enum(["viewer", "grader", "editor", "owner"]);
export type Role = z.infer<typeof Role>;

export const covers = (role: Role, need: Role): boolean =>
  Role.options.indexOf(role) >= Role.options.indexOf(need);

/** What a page, an action or a route asks of whoever comes: "admin" settles what concerns the whole installation. */
export type InstallationNeed = "signed-in" | "admin";

/** What a token of a program may be used for. */
export const TokenScope = z.enum(["read", "grade", "publish"]);
export type TokenScope = z.infer<typeof TokenScope>;

/** The scope without which a token does not stand in for a person of this role; null: no token does. */
export function scopeFor(need: Role): TokenScope | null {
  switch (need) {
    case "viewer":
      return "read";
    case "grader":
      return "grade";
    case "editor":
      return "publish";
    case "owner":
      return null;
  }
}

export type Person = {
  /** Stands in grades and everything else that a person did. */
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
  /** A program acts for the person, within these scopes, in one project or (null) in all of them; null: the person. */
  readonly token: { readonly scopes: readonly TokenScope[]; readonly projectId: ProjectId | null } | null;
};

/** Without accounts there is one person, on this machine, who owns everything. */
export const LOCAL_PERSON: Person = { id: "local", name: "You", isAdmin: true, token: null };
