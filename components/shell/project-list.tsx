"use client";
import Link from "next/link";
import { useState } from "react";
import { deleteProjectAction } from "@/lib/actions/projects";
import type { Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";

export type ProjectEntry = {
  readonly id: ProjectId;
  readonly name: string;
  readonly isSample: boolean;
  /** Null: without accounts everything is one's own. */
  readonly role: Role | null;
  readonly outputCount: number;
  readonly criterionCount: number;
  readonly gradedCount: number;
};

export function ProjectList({ projects }: { readonly projects: readonly ProjectEntry[] }) {
  if (projects.length === 0) return null;
  return (
    <section aria-labelledby="projects" className="flex flex-col gap-2">
      <h2 id="projects">Projects</h2>
      <ul className="divide-y divide-line border-y border-line">
        {projects.map((project) => (
          <ProjectRow key={project.id} project={project} />
        ))}
      </ul>
    </section>
  );
}

function ProjectRow({ project }: { readonly project: ProjectEntry }) {
  const mayDelete = project.role === null || project.role === "owner";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
      <Link
        href={`/projects/${project.id}/outputs`}
        className="min-w-0 flex-1 basis-52 break-words font-medium hover:underline"
      >
        {project.name}
      </Link>
      {project.isSample && <Badge>sample</Badge>}
      <span className="text-sm tabular-nums text-muted">
        {`${project.outputCount.toLocaleString("en")} outputs · ${project.criterionCount} criteria · ${project.gradedCount} graded`}
      </span>
      {project.role !== null && (
        <Link href={`/projects/${project.id}/members`} className="text-sm text-muted hover:underline">
          {`you are ${project.role === "viewer" || project.role === "grader" ? "a" : "an"} ${project.role}`}
        </Link>
      )}
      {mayDelete && <DeleteProject project={project} />}
    </li>
  );
}

function DeleteProject({ project }: { readonly project: ProjectEntry }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useAction(deleteProjectAction);
  return (
    <>
      {isAsking ? (
        <span className="flex items-center gap-2 text-sm">
          Delete it with all its grades?
          <Button
            size="sm"
            variant="danger"
            disabled={remove.isPending}
            onClick={() => remove.start({ projectId: project.id })}
          >
            Delete
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </span>
      ) : (
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Delete ${project.name}`}
          onClick={() => setAsking(true)}
        >
          Delete
        </Button>
      )}
      {remove.problem !== null && (
        <span role="alert" className="text-sm text-bad">
          {remove.problem}
        </span>
      )}
    </>
  );
}
