"use client";
import { useRouter } from "next/navigation";
import type { ProjectId } from "@/lib/domain/ids";
import { GradingOrder } from "@/lib/domain/sampling";
import { Select } from "@/components/ui/field";
import type { GradingCriterion } from "./grading-criterion";
import type { DrawChoice } from "./grading-store";

const ORDERS: Readonly<Record<GradingOrder, string>> = {
  balanced: "half at random, half where assertions disagree",
  random: "at random",
  alternate: "most and least suspicious in turn",
};

type Props = {
  readonly projectId: ProjectId;
  readonly criteria: readonly GradingCriterion[];
  readonly queue: DrawChoice;
};

/** Which output comes next; it stands in the address, so that a page that is left and opened again goes on alike. */
export function QueueSettings({ projectId, criteria, queue }: Props) {
  const router = useRouter();
  const choose = ({ order, aim }: Pick<DrawChoice, "order" | "aim">) => {
    const query = new URLSearchParams({ order, ...(aim === null ? {} : { aim }) });
    router.replace(`/projects/${projectId}/grade?${query.toString()}`);
  };
  return (
    <details className="text-sm text-muted">
      <summary className="cursor-pointer">which output comes next</summary>
      <div className="mt-2 flex flex-wrap gap-4">
        <label className="flex flex-col gap-1">
          order
          <Select
            value={queue.order}
            onChange={(event) => {
              const order = GradingOrder.safeParse(event.target.value);
              if (order.success) choose({ ...queue, order: order.data });
            }}
          >
            {GradingOrder.options.map((order) => (
              <option key={order} value={order}>
                {ORDERS[order]}
              </option>
            ))}
          </Select>
        </label>
        <label className="flex flex-col gap-1">
          aim at
          <Select
            value={queue.aim ?? ""}
            onChange={(event) => {
              const aimed = criteria.find(({ criterionId }) => criterionId === event.target.value);
              choose({ ...queue, aim: aimed?.criterionId ?? null });
            }}
          >
            <option value="">all criteria</option>
            {criteria.map(({ criterionId, name }) => (
              <option key={criterionId} value={criterionId}>
                {name}
              </option>
            ))}
          </Select>
        </label>
        <p className="max-w-[60ch] basis-full">
          Outputs for the same input that differ only in case, spacing or a final full stop are asked once.
        </p>
        {queue.order === "alternate" && (
          <p className="max-w-[60ch]">
            Grades of this order have no known chance, so they cannot be weighted: rates over them are not
            those of all outputs.
          </p>
        )}
      </div>
    </details>
  );
}
