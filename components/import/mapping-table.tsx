"use client";
import { ColumnRole, type ImportMapping } from "@/lib/domain/import-mapping";
import { Select, TextInput } from "@/components/ui/field";
import type { Preview } from "./preview";

const ROLES: readonly { readonly role: ColumnRole["role"]; readonly says: string }[] = [
  { role: "output", says: "output" },
  { role: "variable", says: "variable" },
  { role: "variables", says: "variables (an object)" },
  { role: "prompt", says: "prompt as sent" },
  { role: "id", says: "id" },
  { role: "metadata", says: "metadata" },
  { role: "reference", says: "reference (right answer)" },
  { role: "verifiedBy", says: "who verified the reference" },
  { role: "grade", says: "human grade" },
  { role: "note", says: "note on the grade" },
  { role: "grader", says: "who graded" },
  { role: "criterion", says: "criterion of the grade" },
  { role: "verdict", says: "verdict of an evaluator" },
  { role: "grades", says: "list of grades" },
  { role: "verdicts", says: "list of verdicts" },
  { role: "ignore", says: "leave out" },
];

type Props = {
  readonly preview: Preview;
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
};

/** The first rows under what their columns are taken to mean; each can be changed. */
export function MappingTable({ preview, mapping, onChange }: Props) {
  const change = (index: number, as: ColumnRole) =>
    onChange({
      ...mapping,
      columns: mapping.columns.map((column, i) => (i === index ? { ...column, as } : column)),
    });
  return (
    <div className="flex flex-col gap-4">
      <div
        className="overflow-x-auto rounded-lg border border-line"
        tabIndex={0}
        role="region"
        aria-label="Preview of the first rows"
      >
        <table className="text-left text-sm">
          <thead>
            <tr className="border-b border-line align-top">
              {mapping.columns.map(({ name, as }, i) => (
                <th key={name} scope="col" className="min-w-44 p-2 font-normal">
                  <span className="mb-1 block max-w-52 truncate font-mono text-[13px]" title={name}>
                    {name}
                  </span>
                  <ColumnMeaning name={name} as={as} onChange={(next) => change(i, next)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row, i) => (
              <tr key={i} className="border-b border-line align-top last:border-0">
                {row.map((value, j) => (
                  <td key={preview.columns[j]} className="p-2">
                    <span dir="auto" className="line-clamp-3 max-w-64 break-words whitespace-pre-wrap">
                      {value}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {mapping.values.length > 0 && <Values mapping={mapping} onChange={onChange} />}
    </div>
  );
}

function ColumnMeaning({
  name,
  as,
  onChange,
}: {
  readonly name: string;
  readonly as: ColumnRole;
  readonly onChange: (as: ColumnRole) => void;
}) {
  return (
    <span className="flex flex-col gap-1">
      <Select
        aria-label={`Meaning of ${name}`}
        value={as.role}
        onChange={(event) => {
          const role = event.target.value;
          const next = ColumnRole.safeParse(
            role === "grade"
              ? { role, criterion: null }
              : role === "verdict"
                ? { role, evaluator: name }
                : { role },
          );
          if (next.success) onChange(next.data);
        }}
      >
        {ROLES.map(({ role, says }) => (
          <option key={role} value={role}>
            {says}
          </option>
        ))}
      </Select>
      {as.role === "grade" && (
        <TextInput
          aria-label={`Criterion that ${name} grades`}
          placeholder="whole output"
          value={as.criterion ?? ""}
          onChange={(event) =>
            onChange({ role: "grade", criterion: event.target.value === "" ? null : event.target.value })
          }
        />
      )}
      {as.role === "verdict" && (
        <TextInput
          aria-label={`Name of the evaluator in ${name}`}
          value={as.evaluator}
          onChange={(event) => onChange({ role: "verdict", evaluator: event.target.value })}
        />
      )}
    </span>
  );
}

function Values({ mapping, onChange }: Pick<Props, "mapping" | "onChange">) {
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
      <legend className="mb-1 font-medium">What the values of grades and verdicts mean</legend>
      {mapping.values.map(({ value, means }, i) => (
        <label key={value} className="flex items-center gap-2">
          <span className="max-w-40 truncate font-mono text-[13px]">{value}</span>
          <Select
            value={means}
            onChange={(event) => {
              const next = event.target.value;
              if (next !== "good" && next !== "bad" && next !== "none") return;
              onChange({
                ...mapping,
                values: mapping.values.map((entry, j) => (i === j ? { value, means: next } : entry)),
              });
            }}
          >
            <option value="good">good / pass</option>
            <option value="bad">bad / fail</option>
            <option value="none">neither</option>
          </Select>
        </label>
      ))}
    </fieldset>
  );
}
