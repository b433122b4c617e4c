import { z } from "zod";
import type { InstallationNeed, Person, Role } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { fail, type Result } from "@/lib/domain/problem";
import { allow, allowHere } from "@/lib/workflow/allow";
import { whoIsHere } from "./current-person";

/**
 * Who may: a role in the project of the input, or a need of the installation. Where the input has no project, or more
 * is asked, a rule of its own.
 */
type Access<Input> =
  (Input extends { readonly projectId: ProjectId } ? Role : never) | InstallationNeed | OwnRule<Input>;
type OwnRule<Input> = (person: Person | null, input: Input) => Promise<Result<unknown>>;

const OfProject = z.object({ projectId: ProjectId });

async function admit<Input>(
  access: Role | InstallationNeed | OwnRule<Input>,
  input: Input,
): Promise<Result<unknown>> {
  const person = await whoIsHere();
  if (typeof access === "function") return access(person, input);
  if (access === "signed-in" || access === "admin") return allowHere(person, access);
  return allow(person, access, OfProject.parse(input).projectId);
}

/**
 * A server action is a public endpoint: nothing reaches a handler that has not been parsed, and nobody who may not.
 * Input that does not fit, and a refusal, come back as a sentence; a bug is thrown.
 */
export function defineAction<Schema extends z.ZodType, Value>(
  access: Access<z.output<Schema>>,
  schema: Schema,
  handler: (input: z.output<Schema>) => Promise<Result<Value>>,
): (raw: z.input<Schema>) => Promise<Result<Value>> {
  return async (raw) => {
    const input = schema.safeParse(raw);
    if (!input.success) return fail({ code: "bad-input", sentence: z.prettifyError(input.error) });
    const allowed = await admit(access, input.data);
    return allowed.ok ? handler(input.data) : allowed;
  };
}
