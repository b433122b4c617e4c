import { notFound, redirect } from "next/navigation";
import { covers, type Person, type Role } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { whoIsHere } from "@/lib/actions/current-person";
import { readRole } from "@/lib/workflow/allow";

export type ProjectParams = { readonly params: Promise<{ readonly projectId: string }> };
export type SearchParams = {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

/** The project's id from the address, for whoever has a part in it; for everybody else the page is not there. */
export const projectIdOf = async (props: ProjectParams): Promise<ProjectId> =>
  (await comeIn(props)).projectId;

type Visit = { readonly projectId: ProjectId; readonly person: Person; readonly role: Role };

/** The same with who comes and which part they have. For whoever has less than `need` the page is not there. */
export async function comeIn({ params }: ProjectParams, need: Role = "viewer"): Promise<Visit> {
  const parsed = ProjectId.safeParse((await params).projectId);
  if (!parsed.success) notFound();
  const projectId = parsed.data;
  const person = await letInHere();
  const role = await readRole(person, projectId);
  if (role === null || !covers(role, need)) notFound();
  return { projectId, person, role };
}

/** Lets in whoever is signed in; everybody else goes to sign in. */
export async function letInHere(): Promise<Person> {
  const person = await whoIsHere();
  if (!person) redirect("/sign-in");
  return person;
}
