import type { InstallationNeed, Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { problemMessage, type Problem, type Result } from "@/lib/domain/problem";
import { whoIsHere } from "@/lib/actions/current-person";
import { allow, allowHere } from "@/lib/workflow/allow";

/** The answer to whoever may not do in a project what takes this role; null: they may. */
export const refuse = async (need: Role, projectId: ProjectId): Promise<Response | null> =>
  refusalOf(await allow(await whoIsHere(), need, projectId));

/** The same for what concerns the installation rather than one project. */
export const refuseHere = async (need: InstallationNeed): Promise<Response | null> =>
  refusalOf(allowHere(await whoIsHere(), need));

/** The answer that says why not; null: there is no reason. */
export const refusalOf = (allowed: Result<unknown>): Response | null =>
  allowed.ok
    ? null
    : new Response(`${problemMessage(allowed.problem)}\n`, { status: statusOf(allowed.problem) });

const statusOf = ({ code }: Problem): number =>
  code === "signed-out" ? 401 : code === "not-found" ? 404 : 403;
