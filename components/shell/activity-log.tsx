import clsx from "clsx";
import { CallDetails, timeOf, type Call } from "@/components/ui/call-details";

type Activity = {
  readonly id: number;
  readonly title: string;
  readonly state: string;
  readonly detail: string;
  readonly startedAt: Date;
};
type Props = {
  readonly activities: readonly Activity[];
  readonly calls: readonly Call[];
  readonly spend: { readonly cost: number; readonly calls: number; readonly unpriced: number };
};

/** What the background did, what was asked of models, what it cost and what failed. */
export function ActivityLog({ activities, calls, spend }: Props) {
  return (
    <div className="flex max-w-4xl flex-col gap-8">
      <section>
        <h2 className="mb-2">Background work</h2>
        {activities.length === 0 && (
          <p className="text-muted">Nothing yet. Suggesting criteria and writing candidates show up here.</p>
        )}
        <ul className="text-sm">
          {activities.map(({ id, title, state, detail, startedAt }) => (
            <li key={id} className="flex flex-wrap gap-x-3 border-b border-line py-1.5">
              <span className="text-muted tabular-nums">{timeOf(startedAt)}</span>
              <span className="min-w-0 flex-1 basis-60 break-words">{title}</span>
              <span className={clsx("break-words", state === "failed" ? "text-bad" : "text-muted")}>
                {state === "running" ? "⟳ under way" : `${state === "failed" ? "✕ " : ""}${detail}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2 className="mb-2">Calls to models</h2>
        <p className="mb-2 text-sm text-muted">
          {spend.calls === 0
            ? "None: everything so far was done without a model."
            : `${spend.calls.toLocaleString("en")} calls · $${spend.cost.toFixed(4)} by list prices${spend.unpriced > 0 ? ` · the price of ${spend.unpriced} is not known` : ""}`}
        </p>
        <ul className="text-sm">
          {calls.map((call) => (
            <li key={call.id} className="border-b border-line py-1.5">
              <CallDetails call={call} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
