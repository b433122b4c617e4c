import { Button, ButtonLink } from "@/components/ui/button";
import { Field, Select } from "@/components/ui/field";
import { timeOf } from "@/components/ui/call-details";
import { AuditKind, type AuditFilter, type AuditPage, type NamedAuditEntry } from "@/lib/domain/audit";

type Props = {
  readonly page: AuditPage;
  /** Where the log is shown. */
  readonly path: string;
  /** Where it can be downloaded; null: nowhere. */
  readonly csv: string | null;
};

/** Who changed what, newest first. */
export function AuditLog({ page: { entries, filter, people, before, total }, path, csv }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <form method="get" action={path} className="flex flex-wrap items-end gap-3">
        <Field label="Person">
          <Select name="by" defaultValue={filter.by ?? ""}>
            <option value="">everybody</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="About">
          <Select name="kind" defaultValue={filter.kind ?? ""}>
            <option value="">everything</option>
            {AuditKind.options.map((kind) => (
              <option key={kind}>{kind}</option>
            ))}
          </Select>
        </Field>
        <Button type="submit">Show</Button>
        {csv !== null && total > 0 && (
          <a href={`${csv}${addressOf(filter, null)}`} className="text-sm underline" download>
            Download as CSV
          </a>
        )}
      </form>
      <p className="text-sm text-muted tabular-nums">
        {total === 0
          ? "No change yet that fits."
          : `${total.toLocaleString("en")} ${total === 1 ? "change" : "changes"}, newest first. Grades and comments are not among them: each carries who made it.`}
      </p>
      <ol className="divide-y divide-line border-y border-line text-sm empty:hidden">
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} />
        ))}
      </ol>
      {before !== null && (
        <div>
          <ButtonLink size="sm" href={`${path}${addressOf(filter, before)}`}>
            Older changes
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

function AuditRow({ entry: { at, name, isProgram, did, about } }: { readonly entry: NamedAuditEntry }) {
  return (
    <li className="flex flex-wrap gap-x-3 py-1.5">
      <time dateTime={at.toISOString()} className="text-muted tabular-nums">
        {timeOf(at)}
      </time>
      <span className="min-w-0 flex-1 basis-60 break-words">
        <span className="font-medium">{name}</span>
        {isProgram && <span className="text-muted"> (with a token)</span>} {did}
        {about !== "" && <span className="text-muted">{` · ${about}`}</span>}
      </span>
    </li>
  );
}

function addressOf({ by, kind }: AuditFilter, before: number | null): string {
  const query = new URLSearchParams({
    ...(by === null ? {} : { by }),
    ...(kind === null ? {} : { kind }),
    ...(before === null ? {} : { before: String(before) }),
  });
  return query.size === 0 ? "" : `?${query}`;
}
