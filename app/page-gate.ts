import { notFound } from "next/navigation";
import type { InstallationNeed, Person } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import type { Result } from "@/lib/domain/problem";
import { whoIsHere } from "@/lib/actions/current-person";
import { allow, allowHere } from "@/lib/workflow/allow";

export type ProjectParams = { readonly params: Promise<{ readonly projectId: string }> };
export type SearchParams = {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

/** The project's id from the address, for whoever has a part in the project; the not-found page for everybody else. */
export async function projectIdOf({ params }: ProjectParams): Promise<ProjectId> {
  const parsed = ProjectId.safeParse((await params).projectId);
  if (!parsed.success) notFound();
  letIn(await allow(await whoIsHere(), "viewer", parsed.data));
  return parsed.data;
}

/** Lets in who may see a page of the installation. */
export async function letInHere(need: InstallationNeed): Promise<Person> {
  return letIn(allowHere(await whoIsHere(), need));
}

function letIn(allowed: Result<Person>): Person {
  if (!allowed.ok) notFound();
  return allowed.value;
}
