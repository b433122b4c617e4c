import { sayTime } from "@/components/drift/say-time";
import { Named } from "@/components/shell/membership";
import { Badge } from "@/components/ui/badge";
import type { Proposal } from "@/lib/domain/proposal";

/** What people said of a proposal, in their order; what was said before it was refreshed counts no more. */
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
                <Named>{`${person} · ${sayTime(at)}`}</Named>
              </span>
              <Badge tone={verdict === "approve" ? "good" : "warn"}>
                {verdict === "approve" ? "✓ approves" : "asks for changes"}
              </Badge>
              {at < basedAt && <span>before it was refreshed: counts no more</span>}
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
