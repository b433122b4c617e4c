import type { AuditKind } from "@/lib/domain/audit";
import { ProjectId } from "@/lib/domain/ids";
import { fail, type Result } from "@/lib/domain/problem";
import {
  aboveOf,
  actorOf,
  lookUpSubject,
  writeDown,
  type AuditSubject,
  type Before,
} from "@/lib/workflow/audit";
import { whoIsHere } from "./current-person";

type Handler<Input, Value> = (input: Input) => Promise<Result<Value>>;
/** Puts what was done into words; `before`: how it was set. */
type Say<Input, Value> = (input: Input, value: Value, before: Before) => string;

/**
 * A handler of an action whose change stands in the audit log: `say` puts it into words ("FFR limit 10 % → 20 %"),
 * without what people wrote or what must stay secret. A refusal changes nothing and is not written down.
 */
export const audited = <Input, Value>(
  kind: AuditKind,
  handler: Handler<Input, Value>,
  say: Say<Input, Value>,
): Handler<Input, Value> => through({ kind, handler, say, placed: (subject) => subject });

/** The same of what ends a project, its log included: it stands in the log of the installation. */
export const auditedAbove = <Input, Value>(
  kind: AuditKind,
  handler: Handler<Input, Value>,
  say: Say<Input, Value>,
): Handler<Input, Value> => through({ kind, handler, say, placed: aboveOf });

const through =
  <Input, Value>(of: {
    readonly kind: AuditKind;
    readonly handler: Handler<Input, Value>;
    readonly say: Say<Input, Value>;
    readonly placed: (subject: AuditSubject) => AuditSubject;
  }): Handler<Input, Value> =>
  async (input) => {
    const person = await whoIsHere();
    if (!person) return fail({ code: "signed-out" });
    const subject = of.placed(await lookUpSubject(input));
    const change = { actor: actorOf(person), subject, kind: of.kind };
    return writeDown(
      change,
      () => of.handler(input),
      (value) => ({
        did: of.say(input, value, subject.before),
        // What was only made or joined by the action is named by its answer.
        projectId: subject.projectId ?? projectIn(value),
      }),
    );
  };

function projectIn(value: unknown): ProjectId | null {
  if (typeof value !== "object" || value === null || !("projectId" in value)) return null;
  return ProjectId.safeParse(value.projectId).data ?? null;
}
