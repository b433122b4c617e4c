import { Named } from "@/components/shell/membership";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { ExamplesDiff } from "@/components/ui/examples";
import { WordDiff } from "@/components/ui/word-diff";
import { isOpen, isQuiet, sideOf, type DriftEvent } from "@/lib/domain/drift-event";
import {
  DRIFT_KIND_NAMES,
  DRIFT_SIDE_NAMES,
  outputsAre,
  wordingsOf,
  type DriftPage,
  type EventFacts,
  type JournalEntry,
  type WordingChange,
} from "@/lib/domain/drift-page";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { ChangeTable } from "./change-table";
import { EventFactsSection } from "./event-facts";
import { Discussion } from "./discussion";
import { OutputLinks, type NamedOutput } from "./output-links";
import { RecheckSection } from "./recheck-section";
import { sayTime } from "./say-time";

type Props = {
  readonly projectId: ProjectId;
  readonly entry: JournalEntry;
  readonly outputNames: DriftPage["outputNames"];
  /** Null: nothing is measured of it. */
  readonly facts: EventFacts | null;
  /** Who settles it, if whoever looks may not since the criterion is somebody else's; null: whoever may edit. */
  readonly settler: string | null;
};

/** One entry of the drift journal: what happened, what shows it, what it changed, and what was made of it. */
export function JournalEntryView({ projectId, entry, outputNames, facts, settler }: Props) {
  const { event, wording, replaced, change, criterion } = entry;
  const named = (id: OutputId): NamedOutput => ({ id, name: outputNames.get(id) ?? String(id) });
  const { outputIds } = event.evidence;
  return (
    <article
      aria-labelledby={`entry-${event.id}`}
      className="flex flex-col gap-3 border-t border-line py-5 break-inside-avoid"
    >
      <header className="flex flex-col gap-1">
        <p className="flex flex-wrap gap-2">
          <Badge tone="accent">{DRIFT_KIND_NAMES[event.kind]}</Badge>
          <Badge>{DRIFT_SIDE_NAMES[sideOf(event.kind)]}</Badge>
          {isOpen(event) && <Badge tone="warn">open</Badge>}
          {!isQuiet(event.kind) && !isOpen(event) && <Badge tone="good">settled</Badge>}
        </p>
        <h3 id={`entry-${event.id}`} className="max-w-[72ch] font-medium break-words">
          <Named>{event.sentence}</Named>
        </h3>
        <p className="text-sm text-muted">
          <time dateTime={event.at.toISOString()}>{sayTime(event.at)}</time>
          {" · by "}
          <Named>{event.by}</Named>
          {criterion !== null && ` · criterion “${criterion}”`}
        </p>
      </header>
      {wording && <Wording wording={wording} />}
      {replaced && <Replaced replaced={replaced} />}
      {outputIds.length > 0 && (
        <Fact name={outputsAre(event)}>
          <OutputLinks
            projectId={projectId}
            outputs={outputIds.map(named)}
            isToGrade={event.kind === "pipelineDrift"}
          />
        </Fact>
      )}
      <Evidence event={event} />
      {facts && <EventFactsSection projectId={projectId} eventId={event.id} facts={facts} />}
      {change && change.flipped.length > 0 && (
        <Fact name={`Labels that flipped (${change.flipped.length})`}>
          <OutputLinks
            projectId={projectId}
            outputs={change.flipped.map(({ outputId, from, to }) => ({
              ...named(outputId),
              says: `${from} → ${to}`,
            }))}
          />
        </Fact>
      )}
      {change && <ChangeTable change={change} of={event.sentence} />}
      {event.kind === "judgeDrift" && (
        <RecheckSection projectId={projectId} event={event} outputNames={outputNames} />
      )}
      <Discussion projectId={projectId} event={event} settler={settler} />
    </article>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="text-[15px]">
    <h4 className="text-sm font-medium text-muted">{name}</h4>
    {children}
  </div>
);

const Wording = ({ wording: { before, after } }: { readonly wording: WordingChange }) => (
  <Fact name={before ? "Wording, before and after" : "Wording"}>
    {before && before.name !== after.name && (
      <p className="max-w-[72ch] break-words">{`Renamed from “${before.name}” to “${after.name}”.`}</p>
    )}
    {before?.wording !== after.wording && <WordDiff before={before?.wording ?? ""} after={after.wording} />}
    <ExamplesDiff before={before?.examples} after={after.examples} />
    {after.why !== "" && <p className="text-sm text-muted">{`Why: ${after.why}`}</p>}
  </Fact>
);

const Replaced = ({
  replaced: { from, to },
}: {
  readonly replaced: NonNullable<JournalEntry["replaced"]>;
}) => (
  <Fact name="Wordings, before and after">
    <WordDiff before={wordingsOf(from)} after={wordingsOf(to)} />
  </Fact>
);

function Evidence({ event: { evidence } }: { readonly event: DriftEvent }) {
  if (evidence.figures.length === 0 && evidence.lines.length === 0) return null;
  return (
    <Fact name="Evidence">
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {evidence.figures.map(({ name, value }) => (
          <div key={name} className="flex gap-2">
            <dt className="text-muted">
              <Named>{name}</Named>
            </dt>
            <dd className="tabular-nums">{value === null ? "not measured" : sayFigure(value)}</dd>
          </div>
        ))}
      </dl>
      <ul className="mt-1 list-disc pl-5 text-sm break-words">
        {evidence.lines.map((line, i) => (
          <li key={i}>
            <Named>{line}</Named>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

const sayFigure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(2));
