"use client";
import { TaskChoiceFields } from "@/components/settings/task-choice";
import { chooseProjectConnectionAction } from "@/lib/actions/connections";
import type { ConnectionView, ModelsInUse, TaskChoice } from "@/lib/domain/connection";
import type { ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  readonly inUse: ModelsInUse;
  readonly connections: readonly Pick<ConnectionView, "id" | "name" | "writingModel" | "judgingModel">[];
  readonly choice: TaskChoice;
};

/** Which models work in this project, where there is a choice. */
export function ProjectModels({ projectId, inUse, connections, choice }: Props) {
  if (connections.length < 2) return null;
  const { writing, judging } = inUse;
  return (
    <details className="rounded-lg border border-line p-4 text-sm">
      <summary className="cursor-pointer">
        {`${writing.model} (${writing.connection}) writes, ${judging.model} (${judging.connection}) judges`}
      </summary>
      <div className="mt-3">
        <TaskChoiceFields
          connections={connections}
          choice={choice}
          usual={{ writing: "as in Settings", judging: "as in Settings", deciding: "as in Settings" }}
          choose={(chosen) => chooseProjectConnectionAction({ projectId, ...chosen })}
        />
      </div>
    </details>
  );
}
