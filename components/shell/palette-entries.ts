import { isNamed, type Found } from "@/lib/domain/found";
import type { ProjectId } from "@/lib/domain/ids";
import { PROJECT_PAGES } from "./project-pages";

/** Something to choose in the palette: it leads to an address, or does something here. */
export type Entry = {
  readonly id: string;
  readonly label: string;
  /** Said beside the label; null: nothing. */
  readonly detail: string | null;
  readonly to: { readonly href: string } | { readonly does: "keys" | "more" };
};

export type EntryGroup = { readonly name: string; readonly entries: readonly Entry[] };

type Place = { readonly projectId: ProjectId; readonly mayGrade: boolean; readonly mayEdit: boolean };

/** Pages that the rail does not name. */
const FURTHER_PAGES = [
  ["outputs/compare", "Compare two outputs"],
  ["report/table", "Verdict table"],
  ["grade/pairs", "Compare pairs"],
  ["members", "Members"],
  ["activity", "Activity"],
] as const;

/** All that can be chosen by these words, in groups; groups without an entry are left out. */
export function entryGroups(place: Place, words: string, found: Found): EntryGroup[] {
  const base = `/projects/${place.projectId}`;
  const named = (entries: readonly Entry[]) => entries.filter(({ label }) => isNamed(label, words));
  return [
    { name: "Pages", entries: named(pagesOf(base)) },
    { name: "Do", entries: named(actsOf(base, place)) },
    {
      name: "Criteria",
      entries: found.criteria.map(({ id, name }) => link(`${base}/criteria#criterion-${id}`, name)),
    },
    { name: "Outputs", entries: outputsOf(base, found) },
    {
      name: "Projects",
      entries: found.projects.map(({ id, name }) => link(`/projects/${id}/outputs`, name)),
    },
  ].filter(({ entries }) => entries.length > 0);
}

const link = (href: string, label: string, detail: string | null = null): Entry => ({
  ...{ id: href, label, detail },
  to: { href },
});

const act = (href: string, label: string): Entry => ({ ...link(href, label), id: `do:${href}` });

const pagesOf = (base: string): Entry[] => [
  ...PROJECT_PAGES.map(({ page, name }) => link(`${base}/${page}`, name)),
  ...FURTHER_PAGES.map(([page, name]) => link(`${base}/${page}`, name)),
  link("/settings", "Settings"),
  link("/", "All projects"),
];

const actsOf = (base: string, { mayGrade, mayEdit }: Place): Entry[] => [
  ...(mayGrade ? [act(`${base}/grade`, "Grade the next output")] : []),
  ...(mayEdit
    ? [
        act(`${base}/criteria?write`, "Write a criterion"),
        act(`${base}/outputs/import`, "Import outputs"),
        act(`${base}/export`, "Publish an evaluator"),
      ]
    : []),
  { id: "keys", label: "Keys of the grading page", detail: null, to: { does: "keys" } },
];

const outputsOf = (base: string, { outputs, hasMore }: Found): Entry[] => [
  ...outputs.map(({ id, name, excerpt }) => link(`${base}/outputs/${id}`, name, excerpt)),
  ...(hasMore
    ? [{ id: "more", label: "More outputs", detail: null, to: { does: "more" } } satisfies Entry]
    : []),
];
