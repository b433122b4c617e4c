import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import type { ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { SiblingLinks } from "./sibling-links";

type Props = {
  readonly projectId: ProjectId;
  /** Null: not chosen yet. */
  readonly left: string | null;
  readonly right: string | null;
  readonly siblings: readonly Output[];
};

/** Which two outputs are held against each other. */
export function OutputChoice({ projectId, left, right, siblings }: Props) {
  const path = `/projects/${projectId}/outputs/compare`;
  return (
    <div className="mb-5 flex flex-col gap-3">
      <form method="get" action={path} className="flex flex-wrap items-end gap-3">
        <Field label="First output">
          <TextInput name="a" required defaultValue={left ?? ""} className="w-40" />
        </Field>
        <Field label="Second output">
          <TextInput name="b" required defaultValue={right ?? ""} className="w-40" />
        </Field>
        <Button type="submit">Compare</Button>
        {left !== null && right !== null && (
          <Link
            href={`${path}?${new URLSearchParams({ a: right, b: left }).toString()}`}
            className="py-2 text-sm underline"
          >
            Swap
          </Link>
        )}
      </form>
      {left !== null && <SiblingLinks projectId={projectId} of={left} siblings={siblings} />}
    </div>
  );
}
