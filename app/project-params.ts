import { notFound } from "next/navigation";
import { ProjectId } from "@/lib/domain/ids";

export type ProjectParams = { readonly params: Promise<{ readonly projectId: string }> };
export type SearchParams = {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

/** The project's id from the address, or the not-found page. */
export async function projectIdOf({ params }: ProjectParams): Promise<ProjectId> {
  const parsed = ProjectId.safeParse((await params).projectId);
  if (!parsed.success) notFound();
  return parsed.data;
}
