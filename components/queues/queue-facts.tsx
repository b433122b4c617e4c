import { Badge } from "@/components/ui/badge";
import { Explained } from "@/components/ui/explained";
import { percent } from "@/components/ui/rate";
import type { QueueView } from "@/lib/domain/queue-page";
import type { QueueStatus } from "@/lib/domain/hand-out";
import { valueOf } from "@/lib/domain/ratio";

const TONES = { open: "accent", done: "good", closed: "plain" } as const satisfies Record<
  QueueStatus,
  string
>;

export const StatusBadge = ({ status }: { readonly status: QueueStatus }) => (
  <Badge tone={TONES[status]}>{status}</Badge>
);

/** How large a queue is, how far, and how well people agree on its outputs. */
export function QueueFacts({ view }: { readonly view: QueueView }) {
  const { queue, outputs, overlap, filled, boards } = view;
  // The whole output comes first; where nobody graded that, a criterion has to stand for it.
  const [agreed] = boards;
  const share = valueOf(filled);
  const graders = Math.min(queue.gradersPerOutput, queue.assignees.length);
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm tabular-nums">
      <span>{`${filled.count} of ${filled.of} grades${share === null ? "" : ` · ${percent(share)}`}`}</span>
      <span className="text-muted">
        {`${outputs.toLocaleString("en")} ${outputs === 1 ? "output" : "outputs"}, ${graders} ${graders === 1 ? "grader" : "graders"} each${overlap > 0 ? `, ${overlap} by all` : ""}`}
      </span>
      <span className="text-muted">
        <Explained
          says="Krippendorff's α of the grades of these outputs. 1: all agree; 0: as by chance."
          anchor="graders"
        >
          α
        </Explained>
        {agreed === undefined || agreed.alpha === null
          ? " not measured yet"
          : ` ${agreed.alpha.toFixed(2)} on ${agreed.name} (${agreed.shared} graded by several)`}
      </span>
    </p>
  );
}
