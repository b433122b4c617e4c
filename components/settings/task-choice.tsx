"use client";
import { Field, Select } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionTask, ConnectionView, TaskChoice } from "@/lib/domain/connection";
import type { Result } from "@/lib/domain/problem";

type Props = {
  readonly connections: readonly Pick<ConnectionView, "id" | "name" | "writingModel" | "judgingModel">[];
  readonly choice: TaskChoice;
  /** What is meant by choosing nothing. */
  readonly usual: string;
  readonly choose: (input: {
    readonly task: ConnectionTask;
    readonly connectionId: string | null;
  }) => Promise<Result<null>>;
};

const LABELS: Readonly<Record<ConnectionTask, string>> = {
  writing: "Suggests criteria and writes candidates",
  judging: "Judges",
};

/** Who writes and who judges: a strong model for the one, a cheap one for the other. */
export function TaskChoiceFields({ connections, choice, usual, choose }: Props) {
  const action = useAction(choose);
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-4 sm:grid-cols-2">
        {(["writing", "judging"] as const).map((task) => (
          <Field key={task} label={LABELS[task]}>
            <Select
              value={choice[task] ?? ""}
              disabled={action.isPending}
              onChange={({ target: { value } }) =>
                action.start({ task, connectionId: value === "" ? null : value })
              }
            >
              <option value="">{usual}</option>
              {connections.map(({ id, name, writingModel, judgingModel }) => (
                <option key={id} value={id}>
                  {`${name}: ${task === "writing" ? writingModel : judgingModel}`}
                </option>
              ))}
            </Select>
          </Field>
        ))}
      </div>
      {action.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {action.problem}
        </p>
      )}
    </div>
  );
}
