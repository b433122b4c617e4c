import { sayTime } from "@/components/drift/say-time";
import { Named } from "@/components/shell/membership";
import { Badge } from "@/components/ui/badge";
import type { Proposal, Review } from "@/lib/domain/proposal";

const SAYS = {
  approve: { says: "✓ approves", tone: "good" },
  ask: { says: "asks for changes", tone: "warn" },
  amend: { says: "made a new version", tone: "accent" },
  comment: null,
} as const satisfies Record<Review["verdict"], { says: string; tone: string } | null>;

/** What people said of a proposal, in their order; reviews of an earlier version count no more. */
export function ReviewList({ proposal: { reviews, basedAt } }: { readonly proposal: Proposal }) {
  if (reviews.length === 0) return null;
  return (
    <section className="flex flex-col gap-3">
      <h2>Reviews</h2>
      <ol aria-label="Reviews" className="flex flex-col gap-3">
        {reviews.map(({ id, person, verdict, comment, at }) => (
          <li key={id} className="border-l-2 border-line pl-3">
            <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-muted">
              <span>
                <Named>{person}</Named>
                {` · ${sayTime(at)}`}
              </span>
              {SAYS[verdict] && <Badge tone={SAYS[verdict].tone}>{SAYS[verdict].says}</Badge>}
              {(verdict === "approve" || verdict === "ask") && at < basedAt && (
                <span>of an earlier version: counts no more</span>
              )}
            </p>
            {comment !== "" && (
              <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap">
                {comment}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
