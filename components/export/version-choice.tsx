import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";

/** Which two versions are compared; a plain form, so that its address can be passed on. */
export function VersionChoice({
  numbers,
  before,
  after,
}: {
  readonly numbers: readonly number[];
  readonly before: number | null;
  readonly after: number | null;
}) {
  return (
    <form className="mb-6 flex flex-wrap items-end gap-3">
      <Choice name="a" label="From" numbers={numbers} chosen={before} />
      <Choice name="b" label="To" numbers={numbers} chosen={after} />
      <Button type="submit">Compare</Button>
    </form>
  );
}

function Choice({
  name,
  label,
  numbers,
  chosen,
}: {
  readonly name: string;
  readonly label: string;
  readonly numbers: readonly number[];
  readonly chosen: number | null;
}) {
  return (
    <label className="flex flex-col gap-1 text-sm font-medium">
      {label}
      <Select name={name} defaultValue={chosen ?? undefined} key={chosen}>
        {numbers.map((number) => (
          <option key={number} value={number}>{`version ${number}`}</option>
        ))}
      </Select>
    </label>
  );
}
