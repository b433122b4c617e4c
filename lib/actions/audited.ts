import type { AuditKind } from "@/lib/domain/audit";
import { ProjectId } from "@/lib/domain/ids";
import type { Result } from "@/lib/domain/problem";
import { actorOf, lookUpSubject, recordChange } from "@/lib/workflow/audit";
import { whoIsHere } from "./current-person";

/**
 * A handler of an action whose change stands in the audit log: `say` puts it into words ("set the limit to 20 %"),
 * without what people wrote or what must stay secret. A refusal or a failure changes nothing and is not written down.
 */
export const audited =
  <Input, Value>(
    kind: AuditKind,
    handler: (input: Input) => Promise<Result<Value>>,
    say: (input: Input, value: Value) => string,
  ) =>
  async (input: Input): Promise<Result<Value>> => {
    const person = await whoIsHere();
    const subject = await lookUpSubject(input);
    const result = await handler(input);
    if (!result.ok || !person) return result;
    // What was only made or joined by the action is named by its answer.
    const projectId = subject.projectId ?? projectIn(result.value);
    await recordChange(actorOf(person), { ...subject, projectId }, { kind, did: say(input, result.value) });
    return result;
  };

function projectIn(value: unknown): ProjectId | null {
  if (typeof value !== "object" || value === null || !("projectId" in value)) return null;
  return ProjectId.safeParse(value.projectId).data ?? null;
}
