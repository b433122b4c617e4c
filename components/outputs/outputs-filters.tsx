import clsx from "clsx";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import {
  isFiltered,
  metadataOf,
  OutputState,
  outputsParams,
  withState,
  type OutputsQuery,
} from "@/lib/domain/outputs-query";

export type OutputsOptions = {
  readonly tags: readonly string[];
  readonly metadata: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly criteria: readonly { readonly id: string; readonly name: string }[];
};

type Props = {
  readonly base: string;
  readonly query: OutputsQuery;
  readonly options: OutputsOptions;
  readonly total: number;
  readonly all: number;
};

const SAYS: Readonly<Record<OutputState, string>> = {
  good: "good",
  bad: "bad",
  ungraded: "ungraded",
  unsure: "can't tell",
  mine: "graded by me",
  skipped: "skipped by me",
  disputed: "graders disagree",
  failed: "failed by a selected assertion",
  disagreement: "assertions disagree",
  error: "errors",
  suspicious: "suspicious",
};

/** The address of the table with other filters, from its first page. */
export const outputsLink = (base: string, query: OutputsQuery, change: Partial<OutputsQuery>): string => {
  const params = outputsParams({ ...query, page: 1, ...change });
  return params.length === 0 ? base : `${base}?${new URLSearchParams(params).toString()}`;
};

/** What the table is kept to: search, states, and a chip for each filter that is in use. */
export function OutputsFilters({ base, query, options, total, all }: Props) {
  return (
    <div className="no-print mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <form action={base} className="flex gap-2" role="search">
          <Kept query={{ ...query, q: "" }} />
          <TextInput
            name="q"
            defaultValue={query.q}
            placeholder="Search text, id, variables"
            aria-label="Search outputs"
            className="w-56"
          />
          <Button type="submit">Search</Button>
        </form>
        <span className="text-sm tabular-nums text-muted" role="status">
          {sayCount(total, all, isFiltered(query))}
        </span>
      </div>
      <States base={base} query={query} />
      <MoreFilters base={base} query={query} options={options} />
      <Chips base={base} query={query} options={options} />
    </div>
  );
}

const many = (count: number): string => count.toLocaleString("en");

const sayCount = (total: number, all: number, isPart: boolean): string =>
  `${isPart ? `${many(total)} of ` : ""}${many(all)} ${all === 1 ? "output" : "outputs"}`;

function States({ base, query }: Pick<Props, "base" | "query">) {
  const look = (isOn: boolean) =>
    clsx("inline-block rounded-md px-2 py-1", isOn ? "bg-raised font-medium" : "hover:bg-raised");
  return (
    <ul className="flex flex-wrap gap-1 text-sm" aria-label="Filter">
      <li>
        <Link
          href={outputsLink(base, query, { show: [] })}
          aria-current={query.show.length === 0 ? "true" : undefined}
          className={look(query.show.length === 0)}
        >
          all
        </Link>
      </li>
      {OutputState.options.map((state) => (
        <li key={state}>
          <Link
            href={outputsLink(base, query, { show: withState(query.show, state) })}
            title={state === "suspicious" ? "Outputs that look written for a judge" : undefined}
            aria-current={query.show.includes(state) ? "true" : undefined}
            className={look(query.show.includes(state))}
          >
            {SAYS[state]}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What is asked for already, beside what a form adds. */
const Kept = ({ query }: { readonly query: OutputsQuery }) =>
  outputsParams({ ...query, page: 1 }).map(([name, value]) => (
    <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
  ));

function MoreFilters({ base, query, options }: Pick<Props, "base" | "query" | "options">) {
  const { tags, metadata, criteria } = options;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-muted">More filters</summary>
      <form action={base} className="mt-2 flex flex-wrap items-end gap-3">
        <Kept query={query} />
        {tags.length > 0 && (
          <Field label="Failure tag">
            <Select name="tag" defaultValue="" className="max-w-60">
              <option value="">any</option>
              {tags.map((tag) => (
                <option key={tag}>{tag}</option>
              ))}
            </Select>
          </Field>
        )}
        {criteria.length > 0 && (
          <Field label="Graded on">
            <Select name="on" defaultValue="" className="max-w-60">
              <option value="">any criterion, or none</option>
              {criteria.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Field label="Metadata, key=value">
          <TextInput
            name="meta"
            list="metadata-values"
            placeholder="model=small"
            pattern="[^=]+=.*"
            title="A key, an equals sign and a value"
            className="w-56"
          />
        </Field>
        <datalist id="metadata-values">
          {metadata.flatMap(({ key, values }) =>
            values.map((value) => <option key={`${key} ${value}`} value={`${key}=${value}`} />),
          )}
        </datalist>
        <Button type="submit">Add the filter</Button>
      </form>
    </details>
  );
}

type Chip = { readonly says: string; readonly without: Partial<OutputsQuery> };

function chipsOf({ show, q, tag, meta, on }: OutputsQuery, { criteria }: OutputsOptions): Chip[] {
  const without = <One,>(list: readonly One[], one: One) => list.filter((other) => other !== one);
  const nameOf = (id: string) => criteria.find((criterion) => criterion.id === id)?.name ?? "a criterion";
  return [
    ...show.map((state) => ({ says: SAYS[state], without: { show: without(show, state) } })),
    ...(q === "" ? [] : [{ says: `“${q}”`, without: { q: "" } }]),
    ...tag.map((one) => ({ says: `tag ${one}`, without: { tag: without(tag, one) } })),
    ...on.map((id) => ({ says: `graded on ${nameOf(id)}`, without: { on: without(on, id) } })),
    ...meta.map((one) => {
      const { key, value } = metadataOf(one);
      return { says: `${key}: ${value}`, without: { meta: without(meta, one) } };
    }),
  ];
}

function Chips({ base, query, options }: Pick<Props, "base" | "query" | "options">) {
  const chips = chipsOf(query, options);
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2 text-sm" aria-label="Filters in use">
      {chips.map(({ says, without }) => (
        <li key={says}>
          <Link
            href={outputsLink(base, query, without)}
            aria-label={`Without the filter ${says}`}
            className="inline-flex max-w-72 items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 py-0.5 hover:bg-raised"
          >
            <span className="truncate">{says}</span>
            <span aria-hidden>✕</span>
          </Link>
        </li>
      ))}
      <li>
        <Link
          href={outputsLink(base, query, { show: [], q: "", tag: [], meta: [], on: [] })}
          className="inline-block px-1 py-0.5 underline underline-offset-2"
        >
          Clear all
        </Link>
      </li>
    </ul>
  );
}
