"use client";
import { Field, Select } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { ConnectionTask, type ConnectionView, type TaskChoice } from "@/lib/domain/connection";
import type { Result } from "@/lib/domain/problem";

type Props = {
  readonly connections: readonly Pick<ConnectionView, "id" | "name" | "writingModel" | "judgingModel">[];
  readonly choice: TaskChoice;
  /** What is meant by choosing nothing. */
  readonly usual: Readonly<Record<ConnectionTask, string>>;
  readonly choose: (input: {
    readonly task: ConnectionTask;
    readonly connectionId: string | null;
  }) => Promise<Result<null>>;
};

const LABELS: Readonly<Record<ConnectionTask, string>> = {
  writing: "Suggests criteria and writes candidates",
  judging: "Judges",
  deciding: "Decides where a cascade is unsure",
};

/** Who writes, who judges, and who decides where that one is unsure: strong models but for the second. */
export function TaskChoiceFields({ connections, choice, usual, choose }: Props) {
  const action = useAction(choose);
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-4 sm:grid-cols-2">
        {ConnectionTask.options.map((task) => (
          <Field key={task} label={LABELS[task]}>
            <Select
              value={choice[task] ?? ""}
              disabled={action.isPending}
              onChange={({ target: { value } }) =>
                action.start({ task, connectionId: value === "" ? null : value })
              }
            >
              <option value="">{usual[task]}</option>
              {connections.map(({ id, name, writingModel, judgingModel }) => (
                <option key={id} value={id}>
                  {`${name}: ${task === "judging" ? judgingModel : writingModel}`}
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
