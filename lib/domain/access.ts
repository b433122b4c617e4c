import { z } from "zod";

/** The part of a person in a project, from what may least to what may most: each may what those before it may. */
export const Role = z.enum(["viewer", "grader", "editor", "owner"]);
export type Role = z.infer<typeof Role>;

export const covers = (role: Role, need: Role): boolean =>
  Role.options.indexOf(role) >= Role.options.indexOf(need);

/** What a page, an action or a route asks of whoever comes: "admin" settles what concerns the whole installation. */
export type InstallationNeed = "signed-in" | "admin";

export type Person = {
  /** Stands in grades and everything else that a person did. */
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
};

/** Without accounts there is one person, on this machine, who owns everything. */
export const LOCAL_PERSON: Person = { id: "local", name: "You", isAdmin: true };
